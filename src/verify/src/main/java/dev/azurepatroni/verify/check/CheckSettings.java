package dev.azurepatroni.verify.check;

import java.time.Duration;
import java.util.List;

/**
 * How long and how hard the checks load the cluster.
 *
 * @param measured how long a rate is measured
 * @param sustained duration of the sustained load
 * @param clients connections that a rate is measured with
 * @param largeBytes size of the large transaction
 * @param rates queries a second under which the leader is killed
 * @param recovery how long the cluster may take to become healthy, before and after a fault
 */
public record CheckSettings(
    Duration measured,
    Duration sustained,
    int clients,
    long largeBytes,
    List<Integer> rates,
    Duration recovery) {
  /** Keeps a copy. */
  public CheckSettings {
    rates = List.copyOf(rates);
  }
}
