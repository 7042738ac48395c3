package dev.azurepatroni.topology.budget;

import dev.azurepatroni.topology.spec.PoolersSpec;
import dev.azurepatroni.topology.spec.PostgresqlSpec;

/**
 * How PostgreSQL's connections are shared out: with every pooler full, the reserve is still free.
 *
 * @param maxConnections PostgreSQL's max_connections
 * @param reserved connections the poolers leave free
 * @param poolers how many poolers there are, external ones included
 * @param perPooler server connections one pooler may hold
 */
public record PoolBudget(int maxConnections, int reserved, int poolers, int perPooler) {
  private static final int LEAST_RESERVE = 10;

  /** One connection for clients and one to look their passwords up with. */
  private static final int LEAST_PER_POOLER = 2;

  /**
   * Works out what was not given.
   *
   * @param postgresql connections
   * @param poolers the poolers
   * @return the budget, which {@link #holds} or not
   */
  public static PoolBudget of(PostgresqlSpec postgresql, PoolersSpec poolers) {
    int all = postgresql.maxConnections();
    int reserved =
        postgresql.reservedConnections() > 0
            ? postgresql.reservedConnections()
            : Math.max(LEAST_RESERVE, all / 10);
    int count = poolers.nodes() + poolers.external().size();
    int shared = Math.max(0, all - reserved) / Math.max(1, count);
    int perPooler =
        poolers.maxDatabaseConnections() > 0 ? poolers.maxDatabaseConnections() : shared;
    return new PoolBudget(all, reserved, count, perPooler);
  }

  /** {@return what PostgreSQL is asked for at the most} */
  public int demand() {
    return poolers * perPooler + reserved;
  }

  /**
   * {@return whether each pooler has the two connections it needs and all of them leave the reserve
   * free}
   */
  public boolean holds() {
    return perPooler >= LEAST_PER_POOLER && demand() <= maxConnections;
  }

  @Override
  public String toString() {
    return "%d poolers x %d + %d reserved = %d of %d connections"
        .formatted(poolers, perPooler, reserved, demand(), maxConnections);
  }
}
