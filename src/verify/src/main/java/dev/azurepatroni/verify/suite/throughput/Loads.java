package dev.azurepatroni.verify.suite.throughput;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.TimeSeries;
import dev.azurepatroni.verify.load.Latency;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import java.time.Duration;
import java.util.List;

/** Runs loads and turns their results into figures, messages and time series. */
public final class Loads {
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(10);

  private Loads() {}

  /** Runs a load for a time, with progress messages, and stops it. */
  public static LoadResult run(CheckContext context, LoadRun load, Duration time)
      throws InterruptedException {
    try (load) {
      Duration left = time;
      while (left.compareTo(PROGRESS_INTERVAL) > 0) {
        load.run(PROGRESS_INTERVAL);
        left = left.minus(PROGRESS_INTERVAL);
        progress(context, load.result());
      }
      load.run(left);
      return load.stop();
    }
  }

  /** Prints a line of progress. */
  public static void progress(CheckContext context, LoadResult seen) {
    context
        .progress()
        .print(
            "        %4.0f s  %,.0f a second, p99 %.1f ms, %d errors"
                .formatted(
                    seen.seconds(),
                    seen.achieved(),
                    seen.latency().p99(),
                    seen.failed() + seen.missed()));
  }

  /** Reports latencies as figures. */
  public static void latency(CheckFindings findings, String of, Latency latency) {
    findings.figure(of + ", p50", latency.p50(), "ms");
    findings.figure(of + ", p95", latency.p95(), "ms");
    findings.figure(of + ", p99", latency.p99(), "ms");
    findings.figure(of + ", max", latency.max(), "ms");
  }

  /** Fails for every kind of error; warns if the rate was not reached. */
  public static void expectNoErrors(CheckFindings findings, String of, LoadResult seen) {
    seen.errors()
        .forEach((error, times) -> findings.fail("%s: %d times: %s".formatted(of, times, error)));
    expectRate(findings, of, seen);
  }

  /** Warns if the rate was not reached: the figures then are those of an overloaded cluster. */
  public static void expectRate(CheckFindings findings, String of, LoadResult seen) {
    if (!seen.held() || seen.missed() > 0) {
      findings.warn(
          "%s: reached %,.0f of %,.0f queries a second (%d were due while no client was free): the client or the cluster is too small for the rate"
              .formatted(of, seen.achieved(), seen.requested(), seen.missed()));
    }
  }

  /** Reports rate, latency and errors second by second. */
  public static void series(
      CheckFindings findings, String of, LoadResult seen, List<Double> marks) {
    List<LoadResult.Second> seconds = seen.bySecond();
    findings.series(
        new TimeSeries(
            of + ": answered",
            "a second",
            seconds.stream().map(second -> (double) second.done()).toList(),
            marks));
    findings.series(
        new TimeSeries(
            of + ": p99", "ms", seconds.stream().map(LoadResult.Second::p99).toList(), marks));
    findings.series(
        new TimeSeries(
            of + ": errors and queries not sent",
            "a second",
            seconds.stream().map(second -> (double) second.failed()).toList(),
            marks));
  }
}
