package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.rows.Comparison;
import java.util.List;
import java.util.Map;

/** Trials for tests. */
final class Trials {
  private Trials() {}

  /** One that a person explained. */
  static Trial explained(String fault, double pooler, String explanation) {
    Trial trial = of(fault, pooler, 0, 0);
    return new Trial(
        trial.fault(),
        trial.target(),
        trial.at(),
        trial.gaps(),
        trial.unaffectedGap(),
        trial.resumed(),
        trial.held(),
        trial.recovery(),
        trial.rows(),
        trial.errors(),
        trial.problems(),
        explanation);
  }

  /** One without a problem. */
  static Trial of(String fault, double pooler, double database, double recovery) {
    return of(fault, pooler, database, recovery, true, List.of());
  }

  static Trial of(
      String fault,
      double pooler,
      double database,
      double recovery,
      boolean resumed,
      List<String> problems) {
    return new Trial(
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
