package dev.azurepatroni.topology.budget;

import dev.azurepatroni.topology.spec.PoolersSpec;
import dev.azurepatroni.topology.spec.PostgresqlSpec;

/**
 * How PostgreSQL's connections are divided into three parts, none of which can take another's:
 * poolers, direct sessions, and the reserve of superusers, monitoring and backup.
 *
 * @param maxConnections PostgreSQL's max_connections
 * @param poolers how many poolers there are, external ones included
 * @param perPooler server connections one pooler may hold
 * @param direct sessions that clients may open without a pooler
 * @param reserve connections that both leave free
 */
public record PoolBudget(
    int maxConnections, int poolers, int perPooler, int direct, Reserve reserve) {
  /** One connection for clients and one to look their passwords up with. */
  public static final int LEAST_PER_POOLER = 2;

  private static final int LEAST_DIRECT = 5;

  /**
   * Works out what was not given.
   *
   * @param postgresql connections
   * @param poolers the poolers
   * @return the budget, which {@link #holds} or not
   */
  public static PoolBudget of(PostgresqlSpec postgresql, PoolersSpec poolers) {
    int all = postgresql.maxConnections();
    Reserve reserve = Reserve.of(postgresql);
    int direct =
        postgresql.directConnections() > 0
            ? postgresql.directConnections()
            : Math.max(LEAST_DIRECT, all / 10);
    int count = poolers.nodes() + poolers.external().size();
    int shared = Math.max(0, all - direct - reserve.all()) / Math.max(1, count);
    int perPooler =
        poolers.maxDatabaseConnections() > 0 ? poolers.maxDatabaseConnections() : shared;
    return new PoolBudget(all, count, perPooler, direct, reserve);
  }

  /** {@return server connections of all poolers together} */
  public int pooled() {
    return poolers * perPooler;
  }

  /** {@return what PostgreSQL is asked for at the most} */
  public int demand() {
    return pooled() + direct + reserve.all();
  }

  /** {@return whether each part has what it needs, and PostgreSQL has enough for all of them} */
  public boolean holds() {
    return perPooler >= LEAST_PER_POOLER
        && direct >= 1
        && reserve.all() >= Reserve.LEAST
        && demand() <= maxConnections;
  }

  @Override
  public String toString() {
    return "%d poolers x %d + %d direct + %d reserved = %d of %d connections"
        .formatted(poolers, perPooler, direct, reserve.all(), demand(), maxConnections);
  }
}
