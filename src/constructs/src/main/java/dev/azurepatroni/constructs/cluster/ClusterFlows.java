package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.network.HostGroup.DATABASE;
import static dev.azurepatroni.constructs.network.HostGroup.POOLER;

import dev.azurepatroni.constructs.compute.PatroniNode;
import dev.azurepatroni.constructs.compute.PoolerNode;
import dev.azurepatroni.constructs.network.FlowRule;
import dev.azurepatroni.topology.ClusterPlan;
import java.util.ArrayList;
import java.util.List;

/** The flows a cluster needs, etcd's aside; whatever is not here is denied. */
final class ClusterFlows {
  private static final String POSTGRES = String.valueOf(PatroniNode.PORT);
  private static final String REST = String.valueOf(PatroniNode.REST_PORT);
  private static final String PGBOUNCER = String.valueOf(PoolerNode.PORT);
  private static final List<String> PROBES = List.of("AzureLoadBalancer");

  private ClusterFlows() {}

  static List<FlowRule> of(ClusterPlan plan) {
    List<FlowRule> flows = new ArrayList<>();
    List<String> admins = plan.spec().network().adminCidrs();
    if (!admins.isEmpty()) {
      flows.add(
          new FlowRule(
              "administrators",
              100,
              "SSH and the administrative view of every service",
              admins,
              List.of(),
              List.of(),
              List.of("22", POSTGRES, PGBOUNCER, REST)));
    }
    List<String> clients = plan.clientCidrs();
    flows.add(
        FlowRule.fromRanges("clients-to-poolers", 110, clients, POOLER, PGBOUNCER, "Applications"));
    flows.add(
        FlowRule.fromRanges(
            "clients-to-databases", 120, clients, DATABASE, POSTGRES, "Direct sessions and ETL"));
    flows.add(
        FlowRule.fromGroup(
            "poolers-to-databases", 130, POOLER, DATABASE, POSTGRES, "PgBouncer to PostgreSQL"));
    flows.add(
        FlowRule.fromGroup(
            "poolers-to-poolers", 135, POOLER, POOLER, PGBOUNCER, "Cancels for another's clients"));
    flows.add(
        FlowRule.fromGroup("replication", 140, DATABASE, DATABASE, POSTGRES, "Standby to leader"));
    flows.add(
        FlowRule.fromGroup(
            "patroni", 150, DATABASE, DATABASE, REST, "Patroni asks the other members at a race"));
    flows.add(
        FlowRule.fromGroup(
            "poolers-to-patroni", 155, POOLER, DATABASE, REST, "PgBouncer follows the leader"));
    flows.add(
        FlowRule.fromRanges(
            "probe-databases", 160, PROBES, DATABASE, REST, "The load balancer's probe"));
    flows.add(
        FlowRule.fromRanges(
            "probe-poolers", 170, PROBES, POOLER, PGBOUNCER, "The load balancer's probe"));
    if (plan.spec().publicEndpoint().enabled()) {
      flows.add(
          FlowRule.fromRanges(
              "internet-to-poolers",
              200,
              plan.spec().publicEndpoint().clientCidrs(),
              POOLER,
              PGBOUNCER,
              "The public endpoint's clients"));
    }
    return flows;
  }
}
