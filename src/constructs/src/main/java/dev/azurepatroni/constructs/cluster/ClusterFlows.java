package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.cluster.ClusterPorts.PATRONI;
import static dev.azurepatroni.constructs.cluster.ClusterPorts.PGBOUNCER;
import static dev.azurepatroni.constructs.cluster.ClusterPorts.POSTGRESQL;

import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.FlowRule;
import dev.azurepatroni.constructs.network.HostGroup;
import dev.azurepatroni.constructs.network.Peer;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows that a cluster needs, without etcd's; everything else is denied. Their priorities are
 * fixed below 300, so that a plan shows no change when another flow is added.
 */
final class ClusterFlows {
  private static final int SSH = 22;
  private static final Peer AZURE_PROBES = Peer.serviceTag("AzureLoadBalancer");

  private final Firewall firewall;

  private ClusterFlows(Firewall firewall) {
    this.firewall = firewall;
  }

  static void allow(Firewall firewall, ClusterPlan plan) {
    new ClusterFlows(firewall).allow(plan);
  }

  /** The flows to one pooler of another stack; clients are the cluster's own where null. */
  static void allowExternalPooler(Firewall firewall, ClusterPlan plan, List<String> clientCidrs) {
    ClusterFlows flows = new ClusterFlows(firewall);
    List<String> admins = plan.spec().network().adminCidrs();
    if (!admins.isEmpty()) {
      flows.allow(
          100,
          "administrators",
          "SSH and PgBouncer",
          FlowRule.of(Peer.cidrs(admins), Peer.any(), SSH, PGBOUNCER));
    }
    List<String> clients = clientCidrs == null ? plan.spec().network().clientCidrs() : clientCidrs;
    flows.allow(
        110, "clients", "Applications", FlowRule.of(Peer.cidrs(clients), Peer.any(), PGBOUNCER));
    List<Host> poolers = new ArrayList<>(plan.poolers());
    poolers.addAll(plan.externalPoolers());
    flows.allow(
        135,
        "poolers",
        "Cancels for another's clients",
        FlowRule.of(addresses(poolers), Peer.any(), PGBOUNCER));
    flows.allow(
        170,
        "probe",
        "The load balancer's probe",
        FlowRule.of(AZURE_PROBES, Peer.any(), PGBOUNCER));
  }

  private static Peer addresses(List<Host> hosts) {
    return Peer.cidrs(hosts.stream().map(host -> host.address() + "/32").toList());
  }

  private void allow(ClusterPlan plan) {
    HostGroup database = firewall.group("database");
    HostGroup pooler = firewall.group("pooler");
    List<String> admins = plan.spec().network().adminCidrs();
    if (!admins.isEmpty()) {
      allow(
          100,
          "administrators",
          "SSH and the administrative view of every service",
          FlowRule.of(Peer.cidrs(admins), Peer.any(), SSH, POSTGRESQL, PGBOUNCER, PATRONI));
    }
    Peer clients = Peer.cidrs(plan.spec().network().clientCidrs());
    allow(110, "clients-to-poolers", "Applications", FlowRule.of(clients, pooler, PGBOUNCER));
    allow(
        120,
        "clients-to-databases",
        "Direct sessions and ETL",
        FlowRule.of(clients, database, POSTGRESQL));
    allow(
        130,
        "poolers-to-databases",
        "PgBouncer to PostgreSQL",
        FlowRule.of(pooler, database, POSTGRESQL));
    allow(
        135,
        "poolers-to-poolers",
        "Cancels for another's clients",
        FlowRule.of(pooler, pooler, PGBOUNCER));
    allow(140, "replication", "Standby to leader", FlowRule.of(database, database, POSTGRESQL));
    allow(
        150,
        "patroni",
        "Patroni asks the other members at a race",
        FlowRule.of(database, database, PATRONI));
    allow(
        155,
        "poolers-to-patroni",
        "PgBouncer follows the leader",
        FlowRule.of(pooler, database, PATRONI));
    allow(
        160,
        "probe-databases",
        "The load balancer's probe",
        FlowRule.of(AZURE_PROBES, database, PATRONI));
    allow(
        170,
        "probe-poolers",
        "The load balancer's probe",
        FlowRule.of(AZURE_PROBES, pooler, PGBOUNCER));
    if (!plan.externalPoolers().isEmpty()) {
      Peer external = addresses(plan.externalPoolers());
      allow(
          136,
          "external-poolers-to-databases",
          "Poolers of other stacks",
          FlowRule.of(external, database, POSTGRESQL, PATRONI));
      allow(
          137,
          "external-poolers-to-poolers",
          "Cancels for another's clients",
          FlowRule.of(external, pooler, PGBOUNCER));
    }
    if (plan.spec().publicEndpoint().enabled()) {
      Peer internet = Peer.cidrs(plan.spec().publicEndpoint().clientCidrs());
      allow(
          200,
          "internet-to-poolers",
          "The public endpoint's clients",
          FlowRule.of(internet, pooler, PGBOUNCER));
    }
  }

  private void allow(int priority, String name, String description, FlowRule flow) {
    firewall.allow(flow.priority(priority).named(name).description(description));
  }
}
