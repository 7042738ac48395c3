package dev.azurepatroni.verify.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time in which no write through an endpoint was acknowledged: from the last acknowledgement
 * before it to the first one after it.
 *
 * @param from nanoseconds since the run began
 * @param to likewise; where nothing was acknowledged any more, the end of the run
 * @param ended whether a write was acknowledged again
 */
public record Gap(long from, long to, boolean ended) {

  /** How long. */
  public Duration length() {
    return Duration.ofNanos(to - from);
  }

  /**
   * All gaps of an endpoint that are longer than a bound, in order.
   *
   * @param end of the run: what comes after the last acknowledgement is a gap too
   */
  public static List<Gap> of(List<Attempt> attempts, String endpoint, Duration bound, long end) {
    List<Long> moments =
        attempts.stream()
            .filter(
                attempt -> attempt.acknowledged() && attempt.writer().endpoint().equals(endpoint))
            .map(Attempt::ended)
            .sorted()
            .toList();
    List<Gap> gaps = new ArrayList<>();
    long last = moments.isEmpty() ? 0 : moments.get(0);
    for (long moment : moments) {
      gaps.add(new Gap(last, moment, true));
      last = moment;
    }
    gaps.add(new Gap(last, Math.max(last, end), false));
    gaps.removeIf(gap -> gap.length().compareTo(bound) <= 0);
    return List.copyOf(gaps);
  }

  /** The longest of some. */
  public static Optional<Gap> longest(List<Gap> gaps) {
    return gaps.stream().max(Comparator.comparing(Gap::length));
  }
}
