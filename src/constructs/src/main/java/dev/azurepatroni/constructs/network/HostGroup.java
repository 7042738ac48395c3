package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.application_security_group.ApplicationSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.network_interface_application_security_group_association.NetworkInterfaceApplicationSecurityGroupAssociation;
import com.hashicorp.cdktf.providers.azurerm.network_security_rule.NetworkSecurityRule;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import java.util.List;
import software.constructs.Construct;

/**
 * Hosts that a firewall's rules address together: one application security group. {@link
 * Firewall#group} creates it.
 */
public final class HostGroup extends Peer {
  private final Construct scope;
  private final String label;
  private final String groupId;

  HostGroup(Construct firewall, String prefix, String label, AzureLocation location) {
    this.label = label;
    this.scope = new Construct(firewall, "group-" + label);
    this.groupId =
        LogicalIds.assign(
                prefix + "-" + label,
                ApplicationSecurityGroup.Builder.create(scope, "group")
                    .name(prefix + "-" + label)
                    .resourceGroupName(location.resourceGroup())
                    .location(location.region())
                    .build())
            .getId();
  }

  /**
   * Adds a host.
   *
   * @param host any host behind the firewall, not a member yet
   */
  public void addMember(NetworkedHost host) {
    LogicalIds.assign(
        host.hostName() + "-" + label,
        NetworkInterfaceApplicationSecurityGroupAssociation.Builder.create(scope, host.hostName())
            .networkInterfaceId(host.networkInterfaceId())
            .applicationSecurityGroupId(groupId)
            .build());
  }

  @Override
  String label() {
    return label;
  }

  @Override
  void addAsSource(NetworkSecurityRule.Builder rule) {
    rule.sourceApplicationSecurityGroupIds(List.of(groupId));
  }

  @Override
  void addAsDestination(NetworkSecurityRule.Builder rule) {
    rule.destinationApplicationSecurityGroupIds(List.of(groupId));
  }
}
