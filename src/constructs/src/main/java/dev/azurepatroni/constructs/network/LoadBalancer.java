package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import com.hashicorp.cdktf.providers.azurerm.lb_backend_address_pool.LbBackendAddressPool;
import com.hashicorp.cdktf.providers.azurerm.lb_rule.LbRule;
import com.hashicorp.cdktf.providers.azurerm.network_interface_backend_address_pool_association.NetworkInterfaceBackendAddressPoolAssociation;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.List;
import software.constructs.Construct;

/**
 * A load balancer: one zone-redundant address in front of one port of its backends. With {@code
 * subnet} and {@code address} the address is private, with {@code domainLabel} it is public.
 *
 * <p>Creates load balancer, backend pool, probe and rule, and for a public one the address.
 * Required: location, name, port, probe, and either subnet and address or domainLabel. Azure drops
 * the flows of a backend to its own private address.
 */
public final class LoadBalancer extends Construct {
  private static final String FRONTEND = "frontend";
  private static final List<String> EVERY_ZONE = List.of("1", "2", "3");
  private final String name;
  private final int port;
  private final String address;
  private final String backendPoolId;

  private LoadBalancer(Builder props) {
    super(props.scope, props.id);
    this.name = props.name;
    this.port = props.port;
    LogicalIds.claim(this, "load balancer", name);
    LbFrontendIpConfiguration.Builder frontend = LbFrontendIpConfiguration.builder().name(FRONTEND);
    if (props.isPublic()) {
      PublicIp ip = publicIp(props);
      frontend.publicIpAddressId(ip.getId());
      this.address = ip.getIpAddress();
    } else {
      this.address = props.address;
      frontend
          .subnetId(props.subnet.subnetId())
          .privateIpAddressAllocation("Static")
          .privateIpAddress(props.address)
          .zones(EVERY_ZONE);
    }
    String id =
        LogicalIds.assign(
                name,
                Lb.Builder.create(this, "lb")
                    .name(name)
                    .resourceGroupName(props.location.resourceGroup())
                    .location(props.location.region())
                    .sku("Standard")
                    .frontendIpConfiguration(List.of(frontend.build()))
                    .build())
            .getId();
    this.backendPoolId =
        LogicalIds.assign(
                name,
                LbBackendAddressPool.Builder.create(this, "pool")
                    .name(name + "-pool")
                    .loadbalancerId(id)
                    .build())
            .getId();
    rule(props, id);
  }

  private PublicIp publicIp(Builder props) {
    return LogicalIds.assign(
        name,
        PublicIp.Builder.create(this, "ip")
            .name(name + "-ip")
            .resourceGroupName(props.location.resourceGroup())
            .location(props.location.region())
            .allocationMethod("Static")
            .sku("Standard")
            .zones(EVERY_ZONE)
            .domainNameLabel(props.domainLabel)
            .build());
  }

  private void rule(Builder props, String id) {
    LogicalIds.assign(
        name,
        LbRule.Builder.create(this, "rule")
            .name(name + "-rule")
            .loadbalancerId(id)
            .protocol("Tcp")
            .frontendIpConfigurationName(FRONTEND)
            .frontendPort(port)
            .backendPort(port)
            .backendAddressPoolIds(List.of(backendPoolId))
            .probeId(props.probe.create(this, name, id, props.probeIntervalSeconds))
            .idleTimeoutInMinutes(props.idleTimeoutMinutes)
            .tcpResetEnabled(true)
            // The NAT gateway translates outbound flows; a second translation would compete.
            .disableOutboundSnat(props.isPublic() ? Boolean.TRUE : null)
            .build());
  }

  /**
   * Adds a backend.
   *
   * @param host that serves the port
   */
  public void addBackend(NetworkedHost host) {
    LogicalIds.assign(
        name + "-" + host.hostName(),
        NetworkInterfaceBackendAddressPoolAssociation.Builder.create(this, "to-" + host.hostName())
            .networkInterfaceId(host.networkInterfaceId())
            .ipConfigurationName(host.ipConfigurationName())
            .backendAddressPoolId(backendPoolId)
            .build());
  }

  /** {@return where clients connect, {@code 10.50.1.10:5432}} */
  public String endpoint() {
    return address + ":" + port;
  }

  /** {@return the address: a literal if it is private, a token if it is public} */
  public String address() {
    return address;
  }

  /** {@return the port of frontend and backends} */
  public int port() {
    return port;
  }

  /** {@return Azure's id of the backend pool, for hosts that this library did not create} */
  public String backendPoolId() {
    return backendPoolId;
  }

  /** Builder of a {@link LoadBalancer}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;
    private Subnet subnet;
    private String address;
    private String domainLabel;
    private Integer port;
    private Probe probe;
    private int probeIntervalSeconds = 5;
    private int idleTimeoutMinutes = 30;

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
     * @param name of the load balancer, unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets the subnet of a private address; required without domainLabel.
     *
     * @param subnet that the address is in
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Sets the private address; required without domainLabel.
     *
     * @param address in the subnet, a literal
     * @return this builder
     */
    public Builder address(String address) {
      this.address = address;
      return this;
    }

    /**
     * Asks for a public address and names it; default none, the address is private.
     *
     * @param domainLabel first label of its DNS name, free in the region
     * @return this builder
     */
    public Builder domainLabel(String domainLabel) {
      this.domainLabel = domainLabel;
      return this;
    }

    /**
     * Sets the port of frontend and backends; required.
     *
     * @param port 1 to 65535
     * @return this builder
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets the health check of the backends; required.
     *
     * @param probe HTTP or TCP
     * @return this builder
     */
    public Builder probe(Probe probe) {
      this.probe = probe;
      return this;
    }

    /**
     * Sets the pause between two probes; default 5.
     *
     * @param probeIntervalSeconds 5 to 3,600
     * @return this builder
     */
    public Builder probeIntervalSeconds(int probeIntervalSeconds) {
      this.probeIntervalSeconds =
          Preconditions.inRange("probeIntervalSeconds", probeIntervalSeconds, 5, 3_600);
      return this;
    }

    /**
     * Sets the idle time after which a flow is reset; default 30.
     *
     * @param idleTimeoutMinutes 4 to 100
     * @return this builder
     */
    public Builder idleTimeoutMinutes(int idleTimeoutMinutes) {
      this.idleTimeoutMinutes =
          Preconditions.inRange("idleTimeoutMinutes", idleTimeoutMinutes, 4, 100);
      return this;
    }

    private boolean isPublic() {
      return domainLabel != null;
    }

    /**
     * Creates the load balancer.
     *
     * @return the load balancer
     * @throws IllegalArgumentException if a value is missing, naming it, or the name is taken
     */
    public LoadBalancer build() {
      Preconditions required =
          Preconditions.of("LoadBalancer " + id)
              .require("location", location)
              .require("name", name)
              .require("port", port)
              .require("probe", probe);
      if (isPublic()) {
        required.check();
        if (subnet != null || address != null) {
          throw new IllegalArgumentException(
              "LoadBalancer %s: set either domainLabel, for a public address, or subnet and address, for a private one"
                  .formatted(id));
        }
      } else {
        required.require("subnet", subnet).require("address", address).check();
      }
      return new LoadBalancer(this);
    }
  }
}
