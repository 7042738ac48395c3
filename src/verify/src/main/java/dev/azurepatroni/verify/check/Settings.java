package dev.azurepatroni.verify.check;

import java.time.Duration;
import java.util.List;

/**
 * How much is asked of the cluster.
 *
 * @param measured how long a rate is measured
 * @param sustained how long the sustained run takes
 * @param clients connections that a rate is measured with
 * @param largeBytes size of the large transaction
 * @param rates queries a second under which the leader is killed
 * @param recovery how long the cluster may take to become healthy, before and after a fault
 */
public record Settings(
    Duration measured,
    Duration sustained,
    int clients,
    long largeBytes,
    List<Integer> rates,
    Duration recovery) {
  /** Keeps a copy. */
  public Settings {
    rates = List.copyOf(rates);
  }
}
