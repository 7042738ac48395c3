package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.deployment.Deployment.Budget;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What all trials of a fault showed.
 *
 * @param fault which
 * @param trials every one
 * @param budget what the deployed stack promises for it
 */
record Summary(LabFault fault, List<Trial> trials, Budget budget) {

  /** Keeps a copy. */
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

  /** A share of the trials, 0.5 or 0.95, had no longer gap through an endpoint, in seconds. */
  double gap(String endpoint, double share) {
    return quantile(share, trial -> trial.gaps().getOrDefault(endpoint, 0.0));
  }

  /** The same of the time until the cluster was whole again. */
  double whole(double share) {
    return quantile(share, Trial::whole);
  }

  private double quantile(double share, ToDoubleFunction<Trial> figure) {
    List<Double> sorted = trials.stream().mapToDouble(figure).sorted().boxed().toList();
    // The nearest rank: a figure that was measured, none between two.
    return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
  }

  long acknowledged() {
    return trials.stream().mapToLong(it -> it.rows().acknowledged()).sum();
  }

  long lost() {
    return trials.stream().mapToLong(it -> it.rows().lost()).sum();
  }

  /** Trials in which writes did not go on before the fault was undone. */
  long unrecovered() {
    return trials.stream().filter(it -> !it.resumed()).count();
  }

  /** Everything that should not have been, with the trial it was in. */
  List<String> problems() {
    return trials.stream()
        .flatMap(trial -> trial.problems().stream().map(it -> trial.at() + ": " + it))
        .toList();
  }

  /**
   * Whether the aim is met; nothing if there is none, as for a fault that is known to have no end.
   */
  Optional<Boolean> met(String endpoint) {
    boolean endless = budget.worst().isEmpty();
    return fault.target().isPresent() && !endless
        ? Optional.of(gap(endpoint, 0.95) <= fault.target().getAsDouble())
        : Optional.empty();
  }
}
