package dev.azurepatroni.topology.secret;

import java.util.Locale;

/** The passwords of a cluster. None is ever in Terraform's state or in user-data. */
public enum Password {
  /** PostgreSQL's superuser {@code postgres}. */
  POSTGRES,
  /** The replication role {@code replicator}. */
  REPLICATOR,
  /** The role that pg_rewind connects as. */
  REWIND,
  /** The unsafe verbs of Patroni's REST interface. */
  PATRONI_REST,
  /** The role that PgBouncer looks passwords up with. */
  PGBOUNCER_AUTH,
  /** PgBouncer's administrator. */
  PGBOUNCER_ADMIN,
  /** The owner of the application database. */
  APPLICATION,
  /**
   * The key of the backups. It is generated once: what is encrypted with it cannot be read with
   * another.
   */
  BACKUP_CIPHER;

  /** {@return whether a new {@code passwordVersion} generates it again} */
  public boolean isRotated() {
    return this != BACKUP_CIPHER;
  }

  /** {@return what hosts call it: {@code patroni-rest}} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Name of the secret in the vault.
   *
   * @param cluster the cluster's name
   * @return the name, {@code <cluster>-<label>-password}
   */
  public String secretName(String cluster) {
    return cluster + "-" + label() + "-password";
  }
}
