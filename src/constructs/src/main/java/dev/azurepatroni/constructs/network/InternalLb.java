package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.constructs.internal.Required;
import java.util.List;
import software.constructs.Construct;

/**
 * An internal load balancer: one private, zone-redundant address in front of one port of the hosts
 * it balances.
 *
 * <p>Creates load balancer, pool, probe and rule. Needs a subnet and an address in it. Exposes
 * {@link #endpoint()} and {@link #backendPoolId()}. Required: site, subnet, name, address, port,
 * probe; default: an interval of 5 s, an idle timeout of 30 min. Flows that outlive the timeout are
 * reset, so that a client notices. A backend cannot reach the address it is itself behind: Azure
 * drops such flows.
 */
public final class InternalLb extends Construct {
  private static final List<String> EVERY_ZONE = List.of("1", "2", "3");

  private final String address;
  private final int port;
  private final Backends backends;

  private InternalLb(
      Construct scope, String id, LbProps props, ClusterSubnet subnet, String address) {
    super(scope, id);
    Named.claim(this, "load balancer", props.name());
    this.address = address;
    this.port = props.port();
    Lb balancer =
        Named.as(
            props.name(),
            Lb.Builder.create(this, "lb")
                .name(props.name())
                .resourceGroupName(props.site().resourceGroup())
                .location(props.site().location())
                .sku("Standard")
                .frontendIpConfiguration(
                    List.of(
                        LbFrontendIpConfiguration.builder()
                            .name(Backends.FRONTEND)
                            .subnetId(subnet.subnetId())
                            .privateIpAddressAllocation("Static")
                            .privateIpAddress(address)
                            .zones(EVERY_ZONE)
                            .build()))
                .build());
    this.backends = new Backends(this, props, balancer.getId(), true);
  }

  /**
   * Puts a host behind the load balancer.
   *
   * @param host any host that serves the port
   */
  public void balance(NetworkedHost host) {
    backends.add(host);
  }

  /** {@return where clients connect: address and port, {@code 10.50.1.10:5432}} */
  public String endpoint() {
    return address + ":" + port;
  }

  /** {@return the private address, a literal} */
  public String address() {
    return address;
  }

  /** {@return the port of frontend and backend} */
  public int port() {
    return port;
  }

  /** {@return Azure's id of the backend pool, for hosts that this library did not make} */
  public String backendPoolId() {
    return backends.poolId();
  }

  /** Collects what an InternalLb needs. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final LbPropsBuilder props = LbPropsBuilder.builder();
    private ClusterSubnet subnet;
    private String address;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts one.
     *
     * @param scope where in the tree
     * @param id within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Where in Azure.
     *
     * @param site resource group and region
     * @return this builder
     */
    public Builder site(Site site) {
      props.site(site);
      return this;
    }

    /**
     * Where in the network.
     *
     * @param subnet of the frontend's address
     * @return this builder
     */
    public Builder subnet(ClusterSubnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Name of the load balancer.
     *
     * @param name unique in the resource group
     * @return this builder
     */
    public Builder name(String name) {
      props.name(name);
      return this;
    }

    /**
     * Private address of the frontend.
     *
     * @param address in the subnet, a literal
     * @return this builder
     */
    public Builder address(String address) {
      this.address = address;
      return this;
    }

    /**
     * Port of frontend and backend.
     *
     * @param port 1 to 65535
     * @return this builder
     */
    public Builder port(int port) {
      props.port(port);
      return this;
    }

    /**
     * How a backend is found healthy.
     *
     * @param probe HTTP or TCP
     * @return this builder
     */
    public Builder probe(Probe probe) {
      props.probe(probe);
      return this;
    }

    /**
     * Pause between two probes.
     *
     * @param seconds 5 or more
     * @return this builder
     */
    public Builder probeIntervalSeconds(int seconds) {
      props.probeIntervalSeconds(seconds);
      return this;
    }

    /**
     * Idle time before a flow is reset.
     *
     * @param minutes 4 to 100
     * @return this builder
     */
    public Builder idleTimeoutMinutes(int minutes) {
      props.idleTimeoutMinutes(minutes);
      return this;
    }

    /**
     * Creates the load balancer.
     *
     * @return the load balancer
     * @throws IllegalArgumentException if a required value is missing, naming it, or out of range
     */
    public InternalLb build() {
      LbProps built = props.build();
      Required.in("InternalLb " + id)
          .value("site", built.site())
          .value("subnet", subnet)
          .value("name", built.name())
          .value("address", address)
          .value("port", built.port())
          .value("probe", built.probe())
          .check();
      return new InternalLb(scope, id, built, subnet, address);
    }
  }
}
