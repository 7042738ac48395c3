package dev.azurepatroni.topology.budget;

import java.time.Duration;

/**
 * How long clients cannot write after a fault.
 *
 * @param fault which fault
 * @param best the shortest gap
 * @param worst the longest gap; null if only a person or the zone's return ends it
 * @param why what the time is spent on
 */
public record FaultBudget(FaultKind fault, Duration best, Duration worst, String why) {
  static FaultBudget bounded(FaultKind fault, Duration best, Duration worst, String why) {
    return new FaultBudget(fault, best, worst, why);
  }

  static FaultBudget unbounded(FaultKind fault, String why) {
    return new FaultBudget(fault, Duration.ZERO, null, why);
  }

  /** {@return whether the gap has a longest duration} */
  public boolean isBounded() {
    return worst != null;
  }

  /** {@return the range in seconds, {@code 16-29.5 s}} */
  public String range() {
    if (!isBounded()) {
      return "unbounded";
    }
    return worst.equals(best) ? seconds(best) + " s" : seconds(best) + "-" + seconds(worst) + " s";
  }

  private static String seconds(Duration duration) {
    long tenths = duration.toMillis() / 100;
    return tenths % 10 == 0 ? String.valueOf(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }
}
