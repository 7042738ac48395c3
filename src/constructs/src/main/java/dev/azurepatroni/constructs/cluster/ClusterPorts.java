package dev.azurepatroni.constructs.cluster;

/** The ports of a cluster's services; etcd's are {@link EtcdQuorum}'s. */
public final class ClusterPorts {
  /** PostgreSQL. */
  public static final int POSTGRESQL = 5432;

  /** PgBouncer. */
  public static final int PGBOUNCER = 6432;

  /** Patroni's REST interface. */
  public static final int PATRONI = 8008;

  private ClusterPorts() {}
}
