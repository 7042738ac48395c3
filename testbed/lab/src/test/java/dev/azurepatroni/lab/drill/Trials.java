package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.rows.Comparison;
import java.util.List;
import java.util.Map;

/** Trials for tests. */
final class Trials {
  private Trials() {}

  /** One without a problem. */
  static Trial of(String fault, double pooler, double database, double whole) {
    return of(fault, pooler, database, whole, true, List.of());
  }

  static Trial of(
      String fault,
      double pooler,
      double database,
      double whole,
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
        whole,
        new Comparison(1500, problems.size(), 0, 0, 1, 2, problems),
        Map.of("pooler", Map.of("08006 gone", 3L)),
        problems);
  }
}
