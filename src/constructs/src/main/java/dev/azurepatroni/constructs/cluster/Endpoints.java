package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.LoadBalancersSpec;
import java.util.Optional;
import software.constructs.Construct;

/** The load balancers of a cluster and their backends. */
final class Endpoints {
  private final Construct scope;
  private final ClusterPlan plan;
  private final AzureLocation location;
  private final LoadBalancersSpec settings;
  private final InternalLb databaseLb;
  private final InternalLb poolerLb;

  /** Null where the specification asks for none. */
  private final PublicLb publicLb;

  Endpoints(Construct scope, ClusterPlan plan, AzureLocation location, Subnet subnet) {
    this.scope = scope;
    this.plan = plan;
    this.location = location;
    this.settings = plan.spec().loadBalancers();
    this.databaseLb =
        internal("db-lb", subnet)
            .address(plan.databaseLb().toString())
            .port(ClusterPorts.POSTGRESQL)
            .probe(Probe.https(ClusterPorts.PATRONI, "/primary"))
            .build();
    this.poolerLb =
        internal("pooler-lb", subnet)
            .address(plan.poolerLb().toString())
            .port(ClusterPorts.PGBOUNCER)
            .probe(Probe.tcp(ClusterPorts.PGBOUNCER))
            .build();
    this.publicLb = plan.spec().publicEndpoint().enabled() ? fromInternet() : null;
  }

  /** Adds a host to the load balancers of what it serves. */
  void add(Host host, ClusterHost node) {
    if (host.role() == HostRole.DATABASE) {
      databaseLb.addBackend(node);
    }
    if (host.role() == HostRole.POOLER) {
      poolerLb.addBackend(node);
      if (publicLb != null) {
        publicLb.addBackend(node);
      }
    }
  }

  InternalLb databaseLb() {
    return databaseLb;
  }

  InternalLb poolerLb() {
    return poolerLb;
  }

  Optional<PublicLb> publicLb() {
    return Optional.ofNullable(publicLb);
  }

  private InternalLb.Builder internal(String suffix, Subnet subnet) {
    return InternalLb.Builder.create(scope, suffix)
        .location(location)
        .name(name(suffix))
        .probeIntervalSeconds(settings.probeIntervalSeconds())
        .idleTimeoutMinutes(settings.idleTimeoutMinutes())
        .subnet(subnet);
  }

  private PublicLb fromInternet() {
    String suffix = "public-lb";
    return PublicLb.Builder.create(scope, suffix)
        .location(location)
        .name(name(suffix))
        .probeIntervalSeconds(settings.probeIntervalSeconds())
        .idleTimeoutMinutes(settings.idleTimeoutMinutes())
        .domainLabel(plan.spec().publicEndpoint().domainLabel())
        .port(ClusterPorts.PGBOUNCER)
        .probe(Probe.tcp(ClusterPorts.PGBOUNCER))
        .build();
  }

  private String name(String suffix) {
    return plan.spec().name() + "-" + suffix;
  }
}
