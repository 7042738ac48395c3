package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * All trials of a fault.
 *
 * @param fault the fault
 * @param trials at least one
 * @param budget the fault's RTO budget
 */
record Summary(LabFault fault, List<Trial> trials, Budget budget) {
  static final String POOLER = "pooler";
  static final String DATABASE = "database";

  /** What a measurement may exceed a budget by, in seconds: clients write and clocks are read. */
  private static final double TOLERANCE = 0.5;

  /** Copies the list. */
  Summary {
    trials = List.copyOf(trials);
  }

  static Summary of(LabFault fault, List<Trial> trials, List<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.fault() == fault.kind())
        .findFirst()
        .map(budget -> new Summary(fault, trials, budget))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault %s has no RTO budget: deploy the stack with this version"
                        .formatted(fault.id())));
  }

  double medianGap(String endpoint) {
    return median(trial -> trial.gap(endpoint));
  }

  double longestGap(String endpoint) {
    return longest(trial -> trial.gap(endpoint));
  }

  double medianRecovery() {
    return median(Trial::recovery);
  }

  double longestRecovery() {
    return longest(Trial::recovery);
  }

  /** The lower median: a figure that was measured, none between two. */
  private double median(ToDoubleFunction<Trial> figure) {
    return trials.stream().mapToDouble(figure).sorted().toArray()[(trials.size() - 1) / 2];
  }

  private double longest(ToDoubleFunction<Trial> figure) {
    return trials.stream().mapToDouble(figure).max().orElseThrow();
  }

  long acknowledged() {
    return trials.stream().mapToLong(trial -> trial.rows().acknowledged()).sum();
  }

  long lost() {
    return trials.stream().mapToLong(trial -> trial.rows().lost()).sum();
  }

  /** Trials in which writes did not go on before the fault was cleared. */
  long unrecovered() {
    return trials.stream().filter(trial -> !trial.resumed()).count();
  }

  /** Everything that must not happen and did, with the time of its trial. */
  List<String> problems() {
    return trials.stream()
        .flatMap(trial -> trial.problems().stream().map(problem -> trial.at() + ": " + problem))
        .toList();
  }

  /** Trials whose gap at the pooler endpoint exceeds the budget. None exceeds one without end. */
  List<Trial> outsideBudget() {
    return trials.stream().filter(trial -> trial.gap(POOLER) > budget.worst() + TOLERANCE).toList();
  }

  /** The fault's target in seconds; empty if it has none, or is known to have no end. */
  OptionalDouble target() {
    return budget.bounded() ? fault.target() : OptionalDouble.empty();
  }

  /** Whether no gap at the pooler endpoint exceeds the target, if there is one. */
  boolean targetMet() {
    return longestGap(POOLER) <= target().orElse(Double.POSITIVE_INFINITY);
  }
}
