package dev.azurepatroni.constructs.compute;

import software.constructs.Construct;

/**
 * A witness: a small host that is an etcd voter and nothing else, in a zone without a database
 * host.
 *
 * <p>Creates network interface and VM. Required: site, subnet, name, zone, address, size (or
 * vmSize), admin, customData; default: osDiskGb 32, Debian 13.
 */
public final class WitnessNode extends Construct implements NodeHost {
  private final LinuxHost host;

  private WitnessNode(Construct scope, String id, HostProps props) {
    super(scope, id);
    this.host = new LinuxHost(this, props);
  }

  @Override
  public ClusterHost host() {
    return host;
  }

  /** Collects what a WitnessNode needs. */
  public static final class Builder implements HostBuilder<Builder> {
    private final Construct scope;
    private final String id;
    private final HostPropsBuilder host = HostPropsBuilder.builder();

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

    @Override
    public HostPropsBuilder host() {
      return host;
    }

    @Override
    public Builder self() {
      return this;
    }

    /**
     * Creates the host.
     *
     * @return the host
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public WitnessNode build() {
      return new WitnessNode(scope, id, host.build().complete("WitnessNode " + id));
    }
  }
}
