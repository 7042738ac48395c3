package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.compute.PatroniNode;
import dev.azurepatroni.constructs.compute.PoolerNode;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.LbProps;
import dev.azurepatroni.constructs.network.LbPropsBuilder;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.LoadBalancersSpec;
import java.util.Optional;
import software.constructs.Construct;

/** Where clients connect: the load balancers of a cluster, and which host stands behind which. */
final class Endpoints {
  private final Construct scope;
  private final ClusterPlan plan;
  private final Site site;
  private final InternalLb databaseLb;
  private final InternalLb poolerLb;
  private final Optional<PublicLb> publicLb;

  Endpoints(Construct scope, ClusterPlan plan, Site site, ClusterSubnet subnet) {
    this.scope = scope;
    this.plan = plan;
    this.site = site;
    this.databaseLb =
        internal("db-lb", subnet)
            .address(plan.databaseLb().toString())
            .port(PatroniNode.PORT)
            .probe(Probe.http(PatroniNode.REST_PORT, "/primary"))
            .build();
    this.poolerLb =
        internal("pooler-lb", subnet)
            .address(plan.poolerLb().toString())
            .port(PoolerNode.PORT)
            .probe(Probe.tcp(PoolerNode.PORT))
            .build();
    this.publicLb =
        plan.spec().publicEndpoint().enabled() ? Optional.of(fromOutside()) : Optional.empty();
  }

  /** Puts a host behind whatever it serves. */
  void add(Host host, ClusterHost node) {
    if (host.role() == HostRole.DATABASE) {
      databaseLb.balance(node);
    }
    if (host.role() == HostRole.POOLER) {
      poolerLb.balance(node);
      publicLb.ifPresent(endpoint -> endpoint.balance(node));
    }
  }

  InternalLb databaseLb() {
    return databaseLb;
  }

  InternalLb poolerLb() {
    return poolerLb;
  }

  Optional<PublicLb> publicLb() {
    return publicLb;
  }

  private InternalLb.Builder internal(String suffix, ClusterSubnet subnet) {
    LoadBalancersSpec settings = plan.spec().loadBalancers();
    return InternalLb.Builder.create(scope, suffix)
        .site(site)
        .subnet(subnet)
        .name(plan.spec().name() + "-" + suffix)
        .probeIntervalSeconds(settings.probeIntervalSeconds())
        .idleTimeoutMinutes(settings.idleTimeoutMinutes());
  }

  private PublicLb fromOutside() {
    LoadBalancersSpec settings = plan.spec().loadBalancers();
    LbProps props =
        LbPropsBuilder.builder()
            .site(site)
            .name(plan.spec().name() + "-public-lb")
            .port(PoolerNode.PORT)
            .probe(Probe.tcp(PoolerNode.PORT))
            .probeIntervalSeconds(settings.probeIntervalSeconds())
            .idleTimeoutMinutes(settings.idleTimeoutMinutes())
            .build();
    return new PublicLb(scope, "public-lb", props, plan.domainLabel());
  }
}
