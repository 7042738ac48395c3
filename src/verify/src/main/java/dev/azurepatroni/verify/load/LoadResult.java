package dev.azurepatroni.verify.load;

import java.util.List;
import java.util.Map;

/**
 * What a load measured.
 *
 * @param requested queries a second; 0: as many as possible
 * @param seconds how long it ran
 * @param done queries that were answered
 * @param failed queries that met an error
 * @param missed queries not sent because no client was free within the queue timeout
 * @param latency of the answered ones, from the moment each was due
 * @param errors how often each error occurred
 * @param bySecond the same for each second
 */
public record LoadResult(
    double requested,
    double seconds,
    long done,
    long failed,
    long missed,
    Latency latency,
    Map<String, Long> errors,
    List<Second> bySecond) {
  private static final double HELD = 0.95;

  /**
   * One second.
   *
   * @param done queries answered in it
   * @param failed queries that failed in it, or were missed
   * @param p99 milliseconds, of queries that were due in it
   */
  public record Second(long done, long failed, double p99) {}

  /** Keeps copies. */
  public LoadResult {
    errors = Map.copyOf(errors);
    bySecond = List.copyOf(bySecond);
  }

  /** Answered queries a second. */
  public double achieved() {
    return seconds > 0 ? done / seconds : 0;
  }

  /** Whether at least 95 % of the requested rate were reached. */
  public boolean held() {
    return achieved() >= HELD * requested;
  }
}
