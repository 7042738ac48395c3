package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.application_security_group.ApplicationSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.network_interface_application_security_group_association.NetworkInterfaceApplicationSecurityGroupAssociation;
import com.hashicorp.cdktf.providers.azurerm.network_interface_security_group_association.NetworkInterfaceSecurityGroupAssociation;
import com.hashicorp.cdktf.providers.azurerm.network_security_group.NetworkSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.network_security_rule.NetworkSecurityRule;
import com.hashicorp.cdktf.providers.azurerm.subnet_network_security_group_association.SubnetNetworkSecurityGroupAssociation;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.internal.Named;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * The cluster's network security group: named flows between groups of hosts are allowed, all else
 * is denied, from inside the network too.
 */
public final class Firewall extends Construct {
  private static final int LAST_PRIORITY = 4096;

  private final Site site;
  private final String name;
  private final String groupId;
  private final String groupName;
  private final Map<HostGroup, String> hostGroups = new EnumMap<>(HostGroup.class);

  /**
   * Creates the group, its host groups and the final denial.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param site where in Azure
   * @param name prefix of its resources
   */
  public Firewall(Construct scope, String id, Site site, String name) {
    super(scope, id);
    this.site = site;
    this.name = name;
    NetworkSecurityGroup group =
        Named.as(
            name,
            NetworkSecurityGroup.Builder.create(this, "nsg")
                .name(name + "-nsg")
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .build());
    this.groupId = group.getId();
    this.groupName = group.getName();
    for (HostGroup hosts : HostGroup.values()) {
      hostGroups.put(
          hosts,
          Named.as(
                  name + "-" + hosts.label(),
                  ApplicationSecurityGroup.Builder.create(this, hosts.label())
                      .name(name + "-" + hosts.label())
                      .resourceGroupName(site.resourceGroup())
                      .location(site.location())
                      .build())
              .getId());
    }
    denyTheRest();
  }

  /**
   * Opens one flow.
   *
   * @param flow with a name and a priority that no other flow of this firewall has
   */
  public void allow(FlowRule flow) {
    NetworkSecurityRule.Builder rule =
        rule(flow.name(), flow.priority(), "Allow", flow.description());
    if (flow.ranges().size() == 1) {
      rule.sourceAddressPrefix(flow.ranges().get(0));
    } else if (!flow.ranges().isEmpty()) {
      rule.sourceAddressPrefixes(flow.ranges());
    } else {
      rule.sourceApplicationSecurityGroupIds(ids(flow.sources()));
    }
    if (flow.destinations().isEmpty()) {
      rule.destinationAddressPrefix("*");
    } else {
      rule.destinationApplicationSecurityGroupIds(ids(flow.destinations()));
    }
    if (flow.ports().size() == 1) {
      rule.destinationPortRange(flow.ports().get(0));
    } else {
      rule.destinationPortRanges(flow.ports());
    }
    Named.as(name + "-" + flow.name(), rule.protocol("Tcp").build());
  }

  private List<String> ids(List<HostGroup> groups) {
    return groups.stream().map(hostGroups::get).toList();
  }

  private void denyTheRest() {
    NetworkSecurityRule.Builder rule =
        rule(
            "deny-the-rest",
            LAST_PRIORITY,
            "Deny",
            "Azure's own default would let the whole virtual network in");
    Named.as(
        name + "-deny-the-rest",
        rule.protocol("*")
            .sourceAddressPrefix("*")
            .destinationAddressPrefix("*")
            .destinationPortRange("*")
            .build());
  }

  private NetworkSecurityRule.Builder rule(
      String rule, int priority, String access, String description) {
    return NetworkSecurityRule.Builder.create(this, rule)
        .name(rule)
        .resourceGroupName(site.resourceGroup())
        .networkSecurityGroupName(groupName)
        .priority(priority)
        .direction("Inbound")
        .access(access)
        .description(description)
        .sourcePortRange("*");
  }

  /**
   * Puts the firewall in front of a subnet.
   *
   * @param subnet of the cluster's own
   * @return the subnet, ready once it is guarded
   */
  public ClusterSubnet guard(Network subnet) {
    return new GuardedSubnet(subnet, guardOf(subnet));
  }

  private ITerraformDependable guardOf(Network subnet) {
    return Named.as(
        name,
        SubnetNetworkSecurityGroupAssociation.Builder.create(this, "guards-subnet")
            .subnetId(subnet.subnetId())
            .networkSecurityGroupId(groupId)
            .build());
  }

  /**
   * Puts the firewall in front of one host, in a subnet that is somebody else's.
   *
   * @param host name of the host
   * @param networkInterfaceId of the host
   * @return what has to exist before the host is guarded
   */
  public ITerraformDependable guard(String host, String networkInterfaceId) {
    return Named.as(
        host,
        NetworkInterfaceSecurityGroupAssociation.Builder.create(this, "guards-" + host)
            .networkInterfaceId(networkInterfaceId)
            .networkSecurityGroupId(groupId)
            .build());
  }

  /**
   * Makes a host a member of a group.
   *
   * @param group what the host is
   * @param host any host
   */
  public void join(HostGroup group, NetworkedHost host) {
    Named.as(
        host.hostName() + "-" + group.label(),
        NetworkInterfaceApplicationSecurityGroupAssociation.Builder.create(
                this, host.hostName() + "-is-" + group.label())
            .networkInterfaceId(host.networkInterfaceId())
            .applicationSecurityGroupId(hostGroups.get(group))
            .build());
  }
}
