package dev.azurepatroni.lab.drill.figures;

import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import dev.azurepatroni.verify.rows.RecordedRun;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a fault.
 *
 * @param fault the fault
 * @param runs at least one
 * @param budget the fault's RTO budget
 */
public record Summary(LabFault fault, List<DrillRun> runs, Budget budget) {
  /** Name of the pooler endpoint. */
  public static final String POOLER = "pooler";

  /** Name of the database endpoint. */
  public static final String DATABASE = "database";

  /** Name of the logins through the pooler endpoint. */
  public static final String LOGINS = POOLER + RecordedRun.LOGIN;

  /** What is measured of each run; clients of other names only take part in the comparison. */
  public static final List<String> MEASURED =
      List.of(POOLER, DATABASE, LOGINS, DATABASE + RecordedRun.LOGIN);

  /** Copies the list. */
  public Summary {
    runs = List.copyOf(runs);
  }

  /** The summary of a fault with its budget. */
  public static Summary of(LabFault fault, List<DrillRun> runs, List<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.fault() == fault.kind())
        .findFirst()
        .map(budget -> new Summary(fault, runs, budget))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault %s has no RTO budget: deploy the stack with this version"
                        .formatted(fault.id())));
  }

  double medianGap(String endpoint) {
    return median(run -> run.gap(endpoint));
  }

  double longestGap(String endpoint) {
    return longest(run -> run.gap(endpoint));
  }

  double medianLogin() {
    return runsWithLogins().stream()
        .mapToDouble(run -> run.gap(LOGINS))
        .sorted()
        .toArray()[(runsWithLogins().size() - 1) / 2];
  }

  double medianRecovery() {
    return median(DrillRun::recovery);
  }

  double longestRecovery() {
    return longest(DrillRun::recovery);
  }

  /** The lower median: a figure that was measured, none between two. */
  private double median(ToDoubleFunction<DrillRun> figure) {
    return runs.stream().mapToDouble(figure).sorted().toArray()[(runs.size() - 1) / 2];
  }

  private double longest(ToDoubleFunction<DrillRun> figure) {
    return runs.stream().mapToDouble(figure).max().orElseThrow();
  }

  /** Acknowledged rows of all runs. */
  public long acknowledged() {
    return runs.stream().mapToLong(run -> run.rows().acknowledged()).sum();
  }

  /** Lost rows of all runs. */
  public long lost() {
    return runs.stream().mapToLong(run -> run.rows().lost()).sum();
  }

  /** Runs in which writes did not go on before the fault was cleared. */
  long unrecovered() {
    return runs.stream().filter(run -> !run.resumed()).count();
  }

  /** Everything that must not happen and did, with the time of its run. */
  public List<String> problems() {
    return runs.stream()
        .flatMap(run -> run.problems().stream().map(problem -> run.at() + ": " + problem))
        .toList();
  }

  /** Runs in which logins were measured: older ones have none. */
  List<DrillRun> runsWithLogins() {
    return runs.stream().filter(run -> run.gaps().containsKey(LOGINS)).toList();
  }

  /**
   * Runs whose gap at the pooler endpoint exceeds the budget, of open connections or of logins.
   * None exceeds one without end.
   */
  List<DrillRun> outsideBudget() {
    return runs.stream().filter(run -> budget.exceededBy(outage(run))).toList();
  }

  /** The longer gap at the pooler endpoint, of open connections or of logins. */
  public static double outage(DrillRun run) {
    return Math.max(run.gap(POOLER), run.gap(LOGINS));
  }

  /** The fault's target in seconds; empty if it has none, or is known to have no end. */
  public OptionalDouble target() {
    return budget.bounded() ? fault.target() : OptionalDouble.empty();
  }

  /** Whether no outage at the pooler endpoint exceeds the target, if there is one. */
  boolean targetMet() {
    return longest(Summary::outage) <= target().orElse(Double.POSITIVE_INFINITY);
  }
}
