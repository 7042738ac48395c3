package dev.azurepatroni.verify.load;

import org.HdrHistogram.Histogram;

/**
 * Latencies of a load, in milliseconds.
 *
 * @param count how many were measured
 */
public record Latency(long count, double p50, double p95, double p99, double max) {

  /** Of a histogram of microseconds. */
  static Latency of(Histogram micros) {
    return new Latency(
        micros.getTotalCount(),
        at(micros, 50),
        at(micros, 95),
        at(micros, 99),
        micros.getMaxValue() / 1000.0);
  }

  private static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
