package dev.azurepatroni.topology;

/** What a host is for. */
public enum Role {
  /** PostgreSQL, Patroni and an etcd voter. */
  DATABASE,
  /** PgBouncer. */
  POOLER,
  /** An etcd voter and nothing else. */
  WITNESS
}
