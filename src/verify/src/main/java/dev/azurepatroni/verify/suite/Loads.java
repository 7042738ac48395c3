package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.Plot;
import dev.azurepatroni.verify.load.Latency;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** What checks with a load have in common. */
final class Loads {
  private static final Duration SAY = Duration.ofSeconds(10);

  private Loads() {}

  /** Lets a load run, tells how it goes, ends it. */
  static LoadResult watched(CheckContext context, LoadRun load, Duration time)
      throws InterruptedException {
    try (load) {
      Duration left = time;
      while (left.compareTo(SAY) > 0) {
        load.run(SAY);
        left = left.minus(SAY);
        say(context, load.result());
      }
      load.run(left);
      return load.stop();
    }
  }

  /** A line that says how it goes. */
  static void say(CheckContext context, LoadResult seen) {
    context
        .progress()
        .say(
            "        %4.0f s  %,.0f a second, p99 %.1f ms, %d errors"
                .formatted(
                    seen.seconds(),
                    seen.achieved(),
                    seen.latency().p99(),
                    seen.failed() + seen.missed()));
  }

  /** Its latencies as figures. */
  static void latency(CheckFindings findings, String of, Latency latency) {
    findings.figure(of + ", p50", latency.p50(), "ms");
    findings.figure(of + ", p95", latency.p95(), "ms");
    findings.figure(of + ", p99", latency.p99(), "ms");
    findings.figure(of + ", max", latency.max(), "ms");
  }

  /** Fails for every kind of error; warns of a rate that was not held. */
  static void judge(CheckFindings findings, String of, LoadResult seen) {
    seen.errors()
        .forEach((error, times) -> findings.fail("%s: %d times: %s".formatted(of, times, error)));
    rate(findings, of, seen);
  }

  /** Warns of a rate that was not held: the figures then are those of an overloaded cluster. */
  static void rate(CheckFindings findings, String of, LoadResult seen) {
    if (!seen.held() || seen.missed() > 0) {
      findings.warn(
          "%s: %,.0f a second were asked for and %,.0f reached (%d were due while no client was free): client or cluster is too small for the rate"
              .formatted(of, seen.requested(), seen.achieved(), seen.missed()));
    }
  }

  /** Its seconds as plots. */
  static void plots(CheckFindings findings, String of, LoadResult seen, OptionalDouble mark) {
    List<LoadResult.Second> seconds = seen.bySecond();
    findings.plot(
        new Plot(
            of + ": answered",
            "a second",
            seconds.stream().map(second -> (double) second.done()).toList(),
            mark));
    findings.plot(
        new Plot(of + ": p99", "ms", seconds.stream().map(LoadResult.Second::p99).toList(), mark));
    findings.plot(
        new Plot(
            of + ": errors and queries not sent",
            "a second",
            seconds.stream().map(one -> (double) one.failed()).toList(),
            mark));
  }
}
