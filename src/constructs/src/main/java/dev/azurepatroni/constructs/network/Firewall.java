package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.network_interface_security_group_association.NetworkInterfaceSecurityGroupAssociation;
import com.hashicorp.cdktf.providers.azurerm.network_security_group.NetworkSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.network_security_rule.NetworkSecurityRule;
import com.hashicorp.cdktf.providers.azurerm.subnet_network_security_group_association.SubnetNetworkSecurityGroupAssociation;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.HashMap;
import java.util.Map;
import software.constructs.Construct;

/**
 * A network security group: named flows between groups of hosts are allowed, everything else is
 * denied, also within the virtual network.
 *
 * <p>Creates the group, one rule for each flow and one application security group for each group of
 * hosts. Required: location, name.
 */
public final class Firewall extends Construct {
  private static final int FIRST_ALLOCATED = 300;
  private static final int STEP = 10;
  private static final int DENIAL_PRIORITY = 4096;
  private static final String DENIAL = "deny-the-rest";

  private final AzureLocation location;
  private final String name;
  private final String securityGroupId;
  private final String securityGroupName;
  private final Map<String, HostGroup> groups = new HashMap<>();
  private final Map<String, Integer> priorities = new HashMap<>();

  private Firewall(Construct scope, String id, AzureLocation location, String name) {
    super(scope, id);
    this.location = location;
    this.name = name;
    LogicalIds.claim(this, "firewall", name);
    NetworkSecurityGroup group =
        LogicalIds.assign(
            name,
            NetworkSecurityGroup.Builder.create(this, "nsg")
                .name(name + "-nsg")
                .resourceGroupName(location.resourceGroup())
                .location(location.region())
                .build());
    this.securityGroupId = group.getId();
    this.securityGroupName = group.getName();
    LogicalIds.assign(
        name + "-" + DENIAL,
        rule(DENIAL, DENIAL_PRIORITY, "Deny")
            .description("Azure's own default would let the whole virtual network in")
            .protocol("*")
            .sourceAddressPrefix("*")
            .destinationAddressPrefix("*")
            .destinationPortRange("*")
            .build());
  }

  /**
   * The group of hosts by a label, created at the first call.
   *
   * @param label unique in the firewall; a cluster's own are {@code database}, {@code pooler} and
   *     {@code etcd}
   * @return the group
   */
  public HostGroup group(String label) {
    return groups.computeIfAbsent(label, made -> new HostGroup(this, name, made, location));
  }

  /**
   * Allows a TCP flow.
   *
   * @param from the hosts or addresses that connect
   * @param to the hosts that are reached
   * @param port that is reached, 1 to 65535
   * @throws IllegalArgumentException if the firewall allows this flow already
   */
  public void allow(Peer from, Peer to, int port) {
    allow(FlowRule.of(from, to, port));
  }

  /**
   * Allows a TCP flow with a name, description or priority of its own.
   *
   * @param flow the flow
   * @throws IllegalArgumentException if its name or priority is taken
   */
  public void allow(FlowRule flow) {
    NetworkSecurityRule.Builder rule = rule(flow.name(), reserve(flow), "Allow").protocol("Tcp");
    if (flow.description() != null) {
      rule.description(flow.description());
    }
    flow.from().addAsSource(rule);
    flow.to().addAsDestination(rule);
    if (flow.ports().size() == 1) {
      rule.destinationPortRange(flow.ports().get(0));
    } else {
      rule.destinationPortRanges(flow.ports());
    }
    LogicalIds.assign(name + "-" + flow.name(), rule.build());
  }

  private int reserve(FlowRule flow) {
    int priority = flow.priority() == FlowRule.ALLOCATED ? nextFree() : flow.priority();
    if (priorities.containsValue(priority)) {
      throw new IllegalArgumentException(
          "firewall %s: flow %s: priority %d is taken; leave it out to have one allocated"
              .formatted(name, flow.name(), priority));
    }
    if (flow.name().equals(DENIAL) || priorities.putIfAbsent(flow.name(), priority) != null) {
      throw new IllegalArgumentException(
          "firewall %s has a flow %s already; give the second another name with named(...)"
              .formatted(name, flow.name()));
    }
    return priority;
  }

  private int nextFree() {
    int priority = FIRST_ALLOCATED;
    while (priorities.containsValue(priority)) {
      priority += STEP;
    }
    return Preconditions.inRange(
        "priority", priority, FlowRule.LEAST_PRIORITY, FlowRule.MOST_PRIORITY);
  }

  private NetworkSecurityRule.Builder rule(String rule, int priority, String access) {
    return NetworkSecurityRule.Builder.create(this, rule)
        .name(rule)
        .resourceGroupName(location.resourceGroup())
        .networkSecurityGroupName(securityGroupName)
        .priority(priority)
        .direction("Inbound")
        .access(access)
        .sourcePortRange("*");
  }

  /**
   * Attaches the firewall to a network's subnet.
   *
   * @param network without a network security group
   * @return the subnet; hosts in it are created after the firewall is attached
   */
  public Subnet guard(Network network) {
    return new GuardedSubnet(
        network,
        LogicalIds.assign(
            name,
            SubnetNetworkSecurityGroupAssociation.Builder.create(this, "guards-subnet")
                .subnetId(network.subnetId())
                .networkSecurityGroupId(securityGroupId)
                .build()));
  }

  /**
   * Attaches the firewall to one host, in a subnet whose own rules stay as they are.
   *
   * @param host not yet booted
   * @return the association, which must exist before the host boots
   */
  public ITerraformDependable guard(NetworkedHost host) {
    return LogicalIds.assign(
        host.hostName(),
        NetworkInterfaceSecurityGroupAssociation.Builder.create(this, "guards-" + host.hostName())
            .networkInterfaceId(host.networkInterfaceId())
            .networkSecurityGroupId(securityGroupId)
            .build());
  }

  /** Builder of a {@link Firewall}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets resource group and region; required.
     *
     * @param location of its resources
     * @return this builder
     */
    public Builder location(AzureLocation location) {
      this.location = location;
      return this;
    }

    /**
     * Sets the name; required.
     *
     * @param name prefix of its resources' names, unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Creates the firewall.
     *
     * @return the firewall
     * @throws IllegalArgumentException if a required value is missing or the name is taken
     */
    public Firewall build() {
      Preconditions.of("Firewall " + id)
          .require("location", location)
          .require("name", name)
          .check();
      return new Firewall(scope, id, location, name);
    }
  }
}
