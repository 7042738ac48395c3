package dev.azurepatroni.topology;

/** Names of hosts and load balancers, by the cluster's name. */
final class HostNames {
  static final String DATABASE_LB = "db-lb";
  static final String POOLER_LB = "pooler-lb";

  private HostNames() {}

  static String database(String cluster, int number) {
    return cluster + "-" + number;
  }

  static String pooler(String cluster, int number) {
    return cluster + "-pgb-" + number;
  }

  static String witness(String cluster) {
    return cluster + "-witness";
  }
}
