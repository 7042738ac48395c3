package dev.azurepatroni.constructs.network;

import java.util.Locale;

/** Hosts that the firewall's rules speak of together; each is an application security group. */
public enum HostGroup {
  /** Hosts of PostgreSQL and Patroni. */
  DATABASE,
  /** Hosts of PgBouncer. */
  POOLER,
  /** etcd voters. */
  ETCD;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
