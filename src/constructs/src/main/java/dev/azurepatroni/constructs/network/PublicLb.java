package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.lb.LbFrontendIpConfiguration;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import java.util.List;
import software.constructs.Construct;

/**
 * A load balancer on the internet: one public, zone-redundant address in front of one port of its
 * backends.
 *
 * <p>Creates public address, load balancer, backend pool, probe and rule. Required: location, name,
 * domainLabel, port, probe.
 */
public final class PublicLb extends Construct {
  private final LbResources resources;
  private final String address;

  private PublicLb(Construct scope, String id, LbProps props, String domainLabel) {
    super(scope, id);
    PublicIp ip =
        LogicalIds.assign(
            props.name(),
            PublicIp.Builder.create(this, "ip")
                .name(props.name() + "-ip")
                .resourceGroupName(props.location().resourceGroup())
                .location(props.location().region())
                .allocationMethod("Static")
                .sku("Standard")
                .zones(LbResources.EVERY_ZONE)
                .domainNameLabel(domainLabel)
                .build());
    this.address = ip.getIpAddress();
    this.resources =
        new LbResources(
            this,
            props,
            LbFrontendIpConfiguration.builder().publicIpAddressId(ip.getId()),
            // The NAT gateway translates outbound flows; a second translation would compete.
            Boolean.TRUE,
            List.of());
  }

  /**
   * Adds a backend.
   *
   * @param host that serves the port
   */
  public void addBackend(NetworkedHost host) {
    resources.addBackend(host);
  }

  /** {@return where clients connect, {@code 20.1.2.3:6432}} */
  public String endpoint() {
    return address + ":" + port();
  }

  /** {@return the public address, a token that Terraform resolves} */
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

  /** Builder of a {@link PublicLb}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final LbPropsBuilder props = LbPropsBuilder.builder();
    private String domainLabel;

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
     * Sets the DNS name of the public address; required.
     *
     * @param domainLabel first label of the name, free in the region
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
      props.port(port);
      return this;
    }

    /**
     * Sets the health check of the backends; required.
     *
     * @param probe HTTP or TCP
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
    public PublicLb build() {
      LbProps built = props.build();
      built.preconditions("PublicLb " + id).require("domainLabel", domainLabel).check();
      return new PublicLb(scope, id, built, domainLabel);
    }
  }
}
