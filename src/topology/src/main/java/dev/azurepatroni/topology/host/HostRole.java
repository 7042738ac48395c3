package dev.azurepatroni.topology.host;

/** What a host is for. */
public enum HostRole {
  /** PostgreSQL, Patroni and an etcd voter. */
  DATABASE,
  /** PgBouncer. */
  POOLER,
  /** An etcd voter and nothing else. */
  WITNESS
}
