package dev.azurepatroni.verify.fault;

import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients and hosts showed in one run of a drill.
 *
 * @param injection the fault
 * @param injectedAt milliseconds since 1970
 * @param resumed whether writes went on through every endpoint before the fault was cleared; after
 *     it for a fault of a certain duration
 * @param held how long the fault lasted, in seconds
 * @param recovery seconds from clearing the fault, or from injecting it where nothing clears it,
 *     until the cluster was healthy; {@link #NOT_SEEN} if it was not in time
 * @param problems what kept the cluster from being healthy at the end
 * @param recording every row and every gap
 */
public record FaultRun(
    Injection injection,
    long injectedAt,
    boolean resumed,
    double held,
    double recovery,
    List<String> problems,
    Recording recording) {
  /** A time that did not end while it was measured. */
  public static final double NOT_SEEN = -1;

  /** Copies the list. */
  public FaultRun {
    problems = List.copyOf(problems);
  }

  /** The second of the recording at which the fault was injected. */
  public double faultSecond() {
    return (injectedAt - recording.started()) / 1000.0;
  }

  /**
   * The longest time any client of an endpoint was without an acknowledged write, from the fault
   * on, in seconds by endpoint.
   */
  public Map<String, Double> clientGaps() {
    Map<String, Double> gaps = new LinkedHashMap<>();
    recording
        .clients()
        .forEach(client -> gaps.merge(client.endpoint(), longest(client.gaps()), Math::max));
    return gaps;
  }

  /** The longest time an endpoint was without an acknowledged write of any of its clients. */
  public double endpointGap(String endpoint) {
    return longest(recording.endpoints().get(endpoint).gaps());
  }

  /**
   * The longest gap of open connections that came through a pooler which the fault did not affect.
   *
   * @param poolers addresses of all poolers
   * @param affected addresses of the hosts that the fault affected
   * @return seconds; {@link #NOT_SEEN} if there was no such client or no pooler was affected
   */
  public double unaffectedGap(Collection<String> poolers, Collection<String> affected) {
    if (poolers.stream().noneMatch(affected::contains)) {
      return NOT_SEEN;
    }
    return recording.clients().stream()
        .filter(client -> !client.endpoint().endsWith(RecordedRun.LOGIN))
        .filter(client -> poolers.contains(client.via()) && !affected.contains(client.via()))
        .mapToDouble(client -> longest(client.gaps()))
        .max()
        .orElse(NOT_SEEN);
  }

  /** The longest gap that had not ended when the fault was injected. */
  private double longest(List<Recording.Pause> gaps) {
    double since = faultSecond();
    return gaps.stream()
        .filter(gap -> gap.to() >= since)
        .mapToDouble(gap -> gap.to() - gap.from())
        .max()
        .orElse(0);
  }
}
