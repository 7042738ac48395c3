package dev.azurepatroni.lab.drill.figures;

import dev.azurepatroni.verify.rows.Comparison;
import java.util.List;
import java.util.Map;

/** Runs for tests. */
final class DrillRuns {
  private DrillRuns() {}

  /** One that a person explained. */
  static DrillRun explained(String fault, double pooler, String explanation) {
    DrillRun run = of(fault, pooler, 0, 0);
    return new DrillRun(
        run.fault(),
        run.target(),
        run.at(),
        run.gaps(),
        run.unaffectedGap(),
        run.resumed(),
        run.held(),
        run.recovery(),
        run.rows(),
        run.errors(),
        run.problems(),
        explanation);
  }

  /** One whose client could not log in for a time. */
  static DrillRun withLogins(String fault, double pooler, double logins) {
    DrillRun run = of(fault, pooler, 0, 40);
    return new DrillRun(
        run.fault(),
        run.target(),
        run.at(),
        Map.of(Summary.POOLER, pooler, Summary.LOGINS, logins),
        run.unaffectedGap(),
        run.resumed(),
        run.held(),
        run.recovery(),
        run.rows(),
        run.errors(),
        run.problems(),
        null);
  }

  /** One without a problem. */
  static DrillRun of(String fault, double pooler, double database, double recovery) {
    return of(fault, pooler, database, recovery, true, List.of());
  }

  static DrillRun of(
      String fault,
      double pooler,
      double database,
      double recovery,
      boolean resumed,
      List<String> problems) {
    return new DrillRun(
        fault,
        "pglab-1",
        "2026-11-25T12:00:00Z",
        Map.of("pooler", pooler, "database", database),
        -1,
        resumed,
        10,
        recovery,
        new Comparison(1500, problems.size(), 0, 0, 1, 2, problems),
        Map.of("pooler", Map.of("08006 gone", 3L)),
        problems,
        null);
  }
}
