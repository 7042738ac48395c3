package dev.azurepatroni.constructs.compute;

import dev.azurepatroni.constructs.cloudinit.Component;
import dev.azurepatroni.constructs.network.InternalLb;
import java.util.Optional;
import software.constructs.Construct;

/**
 * A pooler host: PgBouncer in front of the database endpoint.
 *
 * <p>Creates network interface and VM. Needs a subnet, an address and an administrator's key.
 * Required: site, subnet, name, zone, address, size (or vmSize), admin; default: osDiskGb 32,
 * Debian 13, and a customData that installs PgBouncer and leaves its settings to others.
 */
public final class PoolerNode extends Construct implements NodeHost {
  /** The port PgBouncer listens on. */
  public static final int PORT = 6432;

  private final LinuxHost host;
  private final InternalLb upstream;

  private PoolerNode(Construct scope, String id, HostProps props, InternalLb upstream) {
    super(scope, id);
    this.host = new LinuxHost(this, props);
    this.upstream = upstream;
  }

  @Override
  public ClusterHost host() {
    return host;
  }

  /** {@return the load balancer of the database this pooler pools, where it was given} */
  public Optional<InternalLb> upstream() {
    return Optional.ofNullable(upstream);
  }

  /** Collects what a PoolerNode needs. */
  public static final class Builder implements HostBuilder<Builder> {
    private final Construct scope;
    private final String id;
    private final HostPropsBuilder host = HostPropsBuilder.builder();
    private InternalLb upstream;

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
     * The load balancer of the database this pooler pools.
     *
     * @param upstream balances the database hosts
     * @return this builder
     */
    public Builder upstream(InternalLb upstream) {
      this.upstream = upstream;
      return this;
    }

    /**
     * Creates the host.
     *
     * @return the host
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public PoolerNode build() {
      HostProps props = host.build().orPackagesOf(Component.COMMON, Component.POOLER);
      return new PoolerNode(scope, id, props.complete("PoolerNode " + id), upstream);
    }
  }
}
