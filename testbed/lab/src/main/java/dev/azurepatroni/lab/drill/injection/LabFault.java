package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.fault.Injection;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Something that goes wrong, and how it is caused.
 *
 * @param kind the key of its budget; its id is the name on the command line
 * @param runs how many {@code --all} runs
 * @param hold how long it lasts at least before it is undone
 * @param targetSeconds the longest acceptable write gap at the pooler endpoint; {@link #NO_TARGET}
 *     if none is set
 * @param clients how many write through each endpoint
 * @param preparation chooses its hosts
 */
public record LabFault(
    FaultKind kind,
    int runs,
    Duration hold,
    double targetSeconds,
    int clients,
    Preparation preparation) {

  /** No target is set. */
  static final double NO_TARGET = -1;

  /** A fault without a target of its own, with one client for each endpoint. */
  public static LabFault of(FaultKind kind, int runs, Duration hold, Preparation preparation) {
    return new LabFault(kind, runs, hold, NO_TARGET, 1, preparation);
  }

  /** The target in seconds. */
  public OptionalDouble target() {
    return targetSeconds == NO_TARGET ? OptionalDouble.empty() : OptionalDouble.of(targetSeconds);
  }

  /** The id of its kind. */
  public String id() {
    return kind.id();
  }

  /** The same with a target in seconds. */
  public LabFault within(double seconds) {
    return new LabFault(kind, runs, hold, seconds, clients, preparation);
  }

  /** The same with more clients. */
  public LabFault with(int clients) {
    return new LabFault(kind, runs, hold, targetSeconds, clients, preparation);
  }

  /** Prepares the fault in a lab, as {@link dev.azurepatroni.verify.fault.FaultInjector} does. */
  @FunctionalInterface
  public interface Preparation {
    /** Chooses the hosts by their current roles; injects nothing yet. */
    Injection prepare(DrillContext context) throws IOException;
  }
}
