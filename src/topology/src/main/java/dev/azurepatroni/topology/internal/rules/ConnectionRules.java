package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.budget.Reserve;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;

/** How PostgreSQL's connections are divided. */
public final class ConnectionRules {
  private static final String CAP = "poolers.maxDatabaseConnections";
  private static final String DIRECT = "postgresql.directConnections";
  private static final String RESERVE = "postgresql.reservedConnections";

  private ConnectionRules() {}

  /**
   * Refuses a division in which a part gets too little, or all of them more than there is.
   *
   * @param budget connections divided
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(PoolBudget budget, ClusterSpec spec, Findings findings) {
    int all = budget.maxConnections();
    // A number out of its own range is refused as that.
    if (budget.holds() || all < 1) {
      return;
    }
    int reserve = budget.reserve().all();
    if (reserve < Reserve.LEAST) {
      findings.error(
          RESERVE,
          reserve,
          "must be 0 or at least %d: superusers, monitoring and Patroni share it"
              .formatted(Reserve.LEAST),
          "raise it to %d, or leave it out".formatted(Reserve.LEAST));
      return;
    }
    int poolers = Math.max(1, budget.poolers());
    int least = poolers * PoolBudget.LEAST_PER_POOLER;
    boolean capped = spec.poolers().maxDatabaseConnections() > 0;
    int left = all - budget.direct() - reserve;
    int mostDirect = all - reserve - least;
    int mostReserve = all - budget.direct() - least;
    if (capped && left >= least) {
      range(CAP, budget.perPooler(), PoolBudget.LEAST_PER_POOLER, left / poolers, budget, findings);
    } else if (spec.postgresql().directConnections() > 0 && mostDirect >= 1) {
      range(DIRECT, budget.direct(), 1, mostDirect, budget, findings);
    } else if (spec.postgresql().reservedConnections() > 0 && mostReserve >= Reserve.LEAST) {
      range(RESERVE, reserve, Reserve.LEAST, mostReserve, budget, findings);
    } else {
      findings.error(
          "postgresql.maxConnections",
          all,
          "too few for poolers, direct sessions and reserve: "
              + budget
              + "; a pooler needs at least "
              + PoolBudget.LEAST_PER_POOLER,
          "raise it to %d".formatted(least + budget.direct() + reserve));
    }
  }

  private static void range(
      String path, int value, int least, int most, PoolBudget budget, Findings findings) {
    findings.error(
        path,
        value,
        "must be between %d and %d, so that poolers, direct sessions and reserve get their part: %s"
            .formatted(least, most, budget),
        "set it to %d, leave it out, or raise postgresql.maxConnections"
            .formatted(value < least ? least : most));
  }
}
