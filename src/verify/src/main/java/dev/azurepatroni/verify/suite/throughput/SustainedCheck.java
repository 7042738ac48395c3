package dev.azurepatroni.verify.suite.throughput;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import dev.azurepatroni.verify.load.Pace;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Whether a mixed load at half of what is possible goes on without an error. */
public final class SustainedCheck implements Check {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public CheckName name() {
    return new CheckName("sustained", "A mixed load for minutes, no error", Group.LOAD, "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws SQLException, InterruptedException {
    Accounts.create(context);
    LoadResult most = load(context, Pace.UNBOUNDED, context.settings().measured());
    if (most.done() == 0) {
      findings.fail("nothing was answered: %s".formatted(most.errors()));
      return;
    }
    LoadResult seen = load(context, new Pace(most.achieved() / 2), context.settings().sustained());
    findings.figure("time", seen.seconds(), "s");
    findings.figure("requested", seen.requested(), "a second");
    findings.figure("achieved", seen.achieved(), "a second");
    findings.figure("errors", seen.failed(), "");
    findings.figure(
        "slowest second",
        seen.bySecond().stream()
            .limit(Math.max(1, seen.bySecond().size() - 1))
            .mapToLong(LoadResult.Second::done)
            .min()
            .orElse(0),
        "a second");
    Loads.latency(findings, "all", seen.latency());
    Loads.expectNoErrors(findings, "mixed load", seen);
    Loads.series(findings, "Mixed load", seen, List.of());
  }

  private static LoadResult load(CheckContext context, Pace pace, Duration time)
      throws SQLException, InterruptedException {
    LoadRun load =
        LoadRun.start(
            pace, TIMEOUT, context.settings().clients(), number -> Accounts.mixed(context));
    return Loads.run(context, load, time);
  }
}
