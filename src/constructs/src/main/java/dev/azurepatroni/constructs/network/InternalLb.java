package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import dev.azurepatroni.constructs.AzureLocation;
import software.constructs.Construct;

/**
 * A load balancer inside a network: one private, zone-redundant address in front of one port of its
 * backends. Azure drops the flows of a backend to its own load balancer's address.
 *
 * <p>Creates load balancer, backend pool, probe and rule. Required: location, name, subnet,
 * address, port, probe.
 */
public final class InternalLb extends Construct {
  private final LbResources resources;
  private final String address;

  private InternalLb(Construct scope, String id, LbProps props, Subnet subnet, String address) {
    super(scope, id);
    this.address = address;
    this.resources =
        new LbResources(
            this,
            props,
            LbFrontendIpConfiguration.builder()
                .subnetId(subnet.subnetId())
                .privateIpAddressAllocation("Static")
                .privateIpAddress(address)
                .zones(LbResources.EVERY_ZONE),
            null,
            // An association changes the subnet; Azure refuses an address in it meanwhile.
            subnet.dependencies());
  }

  /**
   * Adds a backend.
   *
   * @param host that serves the port
   */
  public void addBackend(NetworkedHost host) {
    resources.addBackend(host);
  }

  /** {@return where clients connect, {@code 10.50.1.10:5432}} */
  public String endpoint() {
    return address + ":" + port();
  }

  /** {@return the private address, a literal} */
  public String address() {
    return address;
  }

  /** {@return the port of frontend and backends} */
  public int port() {
    return resources.port();
  }

  /** {@return Azure's id of the backend pool, for hosts that this library did not create} */
  public String backendPoolId() {
    return resources.backendPoolId();
  }

  /** Builder of an {@link InternalLb}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final LbPropsBuilder props = LbPropsBuilder.builder();
    private Subnet subnet;
    private String address;

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
      props.location(location);
      return this;
    }

    /**
     * Sets the name; required.
     *
     * @param name of the load balancer, unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      props.name(name);
      return this;
    }

    /**
     * Sets the subnet of the address; required.
     *
     * @param subnet created or imported
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Sets the private address; required.
     *
     * @param address in the subnet, a literal: {@code 10.50.1.10}
     * @return this builder
     */
    public Builder address(String address) {
      this.address = address;
      return this;
    }

    /**
     * Sets the port of frontend and backends; required.
     *
     * @param port 1 to 65535
     * @return this builder
     */
    public Builder port(int port) {
      props.port(port);
      return this;
    }

    /**
     * Sets the health check of the backends; required.
     *
     * @param probe HTTPS, HTTP or TCP
     * @return this builder
     */
    public Builder probe(Probe probe) {
      props.probe(probe);
      return this;
    }

    /**
     * Sets the pause between two probes; default 5.
     *
     * @param probeIntervalSeconds 5 to 3,600
     * @return this builder
     */
    public Builder probeIntervalSeconds(int probeIntervalSeconds) {
      props.probeIntervalSeconds(probeIntervalSeconds);
      return this;
    }

    /**
     * Sets the idle time after which a flow is reset; default 30.
     *
     * @param idleTimeoutMinutes 4 to 100
     * @return this builder
     */
    public Builder idleTimeoutMinutes(int idleTimeoutMinutes) {
      props.idleTimeoutMinutes(idleTimeoutMinutes);
      return this;
    }

    /**
     * Creates the load balancer.
     *
     * @return the load balancer
     * @throws IllegalArgumentException if a required value is missing, a number is out of range or
     *     the name is taken
     */
    public InternalLb build() {
      LbProps built = props.build();
      built
          .preconditions("InternalLb " + id)
          .require("subnet", subnet)
          .require("address", address)
          .check();
      return new InternalLb(scope, id, built, subnet, address);
    }
  }
}
