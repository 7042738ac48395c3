package dev.azurepatroni.lab.drill;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.fault.Injection;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Something that goes wrong, and how it is caused.
 *
 * @param kind the key of its budget; its id is the name on the command line
 * @param trials how many {@code --all} runs
 * @param hold how long it lasts at least before it is undone
 * @param targetSeconds the longest acceptable write gap at the pooler endpoint; {@link #NO_TARGET}
 *     if none is set
 * @param clients how many write through each endpoint
 * @param preparation chooses its hosts
 */
record LabFault(
    FaultKind kind,
    int trials,
    Duration hold,
    double targetSeconds,
    int clients,
    Preparation preparation) {

  /** No target is set. */
  static final double NO_TARGET = -1;

  /** A fault without a target of its own, with one client for each endpoint. */
  static LabFault of(FaultKind kind, int trials, Duration hold, Preparation preparation) {
    return new LabFault(kind, trials, hold, NO_TARGET, 1, preparation);
  }

  OptionalDouble target() {
    return targetSeconds == NO_TARGET ? OptionalDouble.empty() : OptionalDouble.of(targetSeconds);
  }

  String id() {
    return kind.id();
  }

  /** The same with a target in seconds. */
  LabFault within(double seconds) {
    return new LabFault(kind, trials, hold, seconds, clients, preparation);
  }

  /** The same with more clients. */
  LabFault with(int clients) {
    return new LabFault(kind, trials, hold, targetSeconds, clients, preparation);
  }

  /** Prepares the fault in a lab, as {@link dev.azurepatroni.verify.fault.FaultInjector} does. */
  @FunctionalInterface
  interface Preparation {
    /** Chooses the hosts by their current roles; injects nothing yet. */
    Injection prepare(DrillContext context) throws IOException;
  }
}
