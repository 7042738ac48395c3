package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every host knows of its cluster.
 *
 * @param name of the cluster
 * @param hosts address by host name
 * @param databases the database hosts among them
 * @param poolers the poolers among them
 * @param voters etcd's voters among them
 * @param databaseLb address of the database load balancer
 * @param poolerLb address of the pooler load balancer
 * @param clientCidrs who may connect to PostgreSQL and PgBouncer
 * @param adminCidrs who may open SSH
 * @param vault URL of the vault
 */
public record ClusterModel(
    String name,
    Map<String, String> hosts,
    Map<String, String> databases,
    Map<String, String> poolers,
    Map<String, String> voters,
    String databaseLb,
    String poolerLb,
    List<String> clientCidrs,
    List<String> adminCidrs,
    String vault) {
  private static final String VAULT = "https://%s.vault.azure.net";

  /**
   * Copies what it is given.
   *
   * @param name of the cluster
   * @param hosts address by host name
   * @param databases the database hosts among them
   * @param poolers the poolers among them
   * @param voters etcd's voters among them
   * @param databaseLb address of the database load balancer
   * @param poolerLb address of the pooler load balancer
   * @param clientCidrs who may connect to PostgreSQL and PgBouncer
   * @param adminCidrs who may open SSH
   * @param vault URL of the vault
   */
  public ClusterModel {
    hosts = copy(hosts);
    databases = copy(databases);
    poolers = copy(poolers);
    voters = copy(voters);
    clientCidrs = List.copyOf(clientCidrs);
    adminCidrs = List.copyOf(adminCidrs);
  }

  static ClusterModel of(ClusterPlan plan) {
    return new ClusterModel(
        plan.spec().name(),
        addresses(plan.hosts()),
        addresses(plan.databases()),
        addresses(plan.poolers()),
        addresses(plan.voters()),
        plan.databaseLb().toString(),
        plan.poolerLb().toString(),
        plan.clientCidrs(),
        plan.spec().network().adminCidrs(),
        VAULT.formatted(plan.vaultName()));
  }

  private static Map<String, String> addresses(List<Host> hosts) {
    Map<String, String> addresses = new LinkedHashMap<>();
    hosts.forEach(host -> addresses.put(host.name(), host.address().toString()));
    return addresses;
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
