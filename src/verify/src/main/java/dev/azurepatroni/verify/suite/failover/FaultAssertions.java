package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import dev.azurepatroni.verify.fault.FaultRun;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.rows.Comparison;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import dev.azurepatroni.verify.suite.throughput.Loads;
import java.util.List;

/** Checks what a fault's run showed against what is promised. */
final class FaultAssertions {
  private final CheckContext context;
  private final CheckFindings findings;
  private final FaultKind fault;

  FaultAssertions(CheckContext context, CheckFindings findings, FaultKind fault) {
    this.context = context;
    this.findings = findings;
    this.fault = fault;
  }

  /** Checks gaps, rows and recovery. */
  void run(FaultRun run) {
    findings.expect(run.resumed(), "writes were not acknowledged again: see `pgcluster status`");
    Recording recording = run.recording();
    recording.endpoints().forEach((name, seen) -> gap(name, seen, outage(name, run)));
    Comparison rows = recording.rows();
    findings.figure("rows acknowledged", rows.acknowledged(), "");
    findings.figure("acknowledged rows lost", rows.lost(), "");
    findings.figure("rows stored twice", rows.doubled(), "");
    findings.figure("rows without an answer, stored", rows.unknownStored(), "");
    findings.figure("rows without an answer, not stored", rows.unknownAbsent(), "");
    findings.expect(rows.lost() == 0, rows.lost() + " acknowledged rows are lost");
    findings.expect(rows.doubled() == 0, rows.doubled() + " rows are stored twice");
    findings.expect(
        rows.refusedButStored() == 0,
        rows.refusedButStored() + " rows were refused and are stored");
    rows.examples().forEach(findings::fail);
    recording.conflicts().forEach(conflict -> findings.fail("two leaders: " + conflict));
    findings.figure("timelines", recording.timelines().size(), "");
    findings.figure("time to recovery", run.recovery(), "s");
    run.problems()
        .forEach(
            problem ->
                findings.fail(
                    "not healthy %d s after the fault: %s"
                        .formatted(context.settings().recovery().toSeconds(), problem)));
  }

  /** The gap of an endpoint, without the time in which a client that logs in does nothing. */
  private static double outage(String endpoint, FaultRun run) {
    boolean logins = endpoint.endsWith(RecordedRun.LOGIN);
    double idle = logins ? LoadGenerator.LOGIN_INTERVAL.toMillis() / 1000.0 : 0;
    return Math.max(0, run.endpointGap(endpoint) - idle);
  }

  private void gap(String endpoint, Recording.EndpointResult seen, double longest) {
    findings.figure("write gap, " + endpoint, longest, "s");
    findings.figure(
        "errors, " + endpoint,
        seen.errors().values().stream().mapToLong(Long::longValue).sum(),
        "");
    Budget budget = context.deployment().budget(fault);
    if (budget.exceededBy(longest)) {
      findings.warn(
          "%s: writes paused for %.1f s; the budget is %.1f s"
              .formatted(endpoint, longest, budget.worst()));
    }
  }

  /**
   * Checks the load.
   *
   * @param before what was reached until the fault
   * @param all with the fault
   * @param mark the fault's second
   */
  void load(LoadResult before, LoadResult all, double mark) {
    findings.figure("requested", before.requested(), "a second");
    findings.figure("achieved before the fault", before.achieved(), "a second");
    Loads.latency(findings, "before the fault", before.latency());
    findings.figure("queries failed or not sent", all.failed() + all.missed(), "");
    Loads.expectRate(findings, "before the fault", before);
    if (before.failed() > 0) {
      findings.fail("errors before the fault: " + before.errors());
    }
    Loads.series(findings, "Load", all, List.of(mark));
  }
}
