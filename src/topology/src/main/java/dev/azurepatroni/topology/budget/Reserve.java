package dev.azurepatroni.topology.budget;

import dev.azurepatroni.topology.spec.PostgresqlSpec;

/**
 * Connections that neither poolers nor direct sessions take. PostgreSQL's two settings count free
 * connections, not the sessions of those who may use them: both together stay below the reserve, so
 * that sessions which superusers hold all the time, such as Patroni's, cost the other parts
 * nothing. Replication takes {@code max_wal_senders} and none of these.
 *
 * @param all connections, at least {@link #LEAST}
 */
public record Reserve(int all) {
  /** Fewer hold no superuser, no monitoring and the sessions of Patroni at once. */
  public static final int LEAST = 10;

  private static final int MOST_FOR_EACH = 10;

  /**
   * The reserve that was asked for.
   *
   * @param postgresql its {@code reservedConnections}; 0 means a 25th of {@code maxConnections}, at
   *     least {@link #LEAST}
   * @return the reserve
   */
  public static Reserve of(PostgresqlSpec postgresql) {
    int written = postgresql.reservedConnections();
    return new Reserve(written > 0 ? written : Math.max(LEAST, postgresql.maxConnections() / 25));
  }

  /**
   * {@return {@code superuser_reserved_connections}: the last free connections, for superusers
   * only; 3 to 10}
   */
  public int superusers() {
    return Math.max(3, Math.min(MOST_FOR_EACH, all / 4));
  }

  /**
   * {@return {@code reserved_connections}: those before the last, for members of {@code
   * pg_use_reserved_connections}, too; 2 to 10}
   */
  public int members() {
    return Math.max(2, Math.min(MOST_FOR_EACH, all / 4));
  }
}
