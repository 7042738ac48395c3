package dev.azurepatroni.topology.host;

/** What a host is for. */
public enum HostRole {
  /** PostgreSQL, Patroni and an etcd member. */
  DATABASE,
  /** PgBouncer. */
  POOLER,
  /** An etcd member and nothing else. */
  WITNESS
}
