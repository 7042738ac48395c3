package dev.azurepatroni.verify.suite.throughput;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import dev.azurepatroni.verify.load.Pace;
import dev.azurepatroni.verify.load.SqlWorker;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How many queries a second there are at most, and how long they take at half of that: the latency
 * of a system driven to its limit is that of its queue.
 */
public final class RateCheck implements Check {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final CheckName name;
  private final String of;
  private final SqlWorker.Query query;

  private RateCheck(CheckName name, String of, SqlWorker.Query query) {
    this.name = name;
    this.of = of;
    this.query = query;
  }

  /** Of reads by key. */
  public static RateCheck reads() {
    return new RateCheck(
        new CheckName("read-rate", "Reads a second, and their latency", Group.LOAD, ""),
        "reads",
        (connection, index) -> Accounts.read(connection));
  }

  /** Of updates by key. */
  public static RateCheck writes() {
    return new RateCheck(
        new CheckName(
            "write-rate", "Write transactions a second, and their latency", Group.LOAD, ""),
        "writes",
        (connection, index) -> Accounts.write(connection));
  }

  @Override
  public CheckName name() {
    return name;
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws SQLException, InterruptedException {
    Accounts.create(context);
    LoadResult most = load(context, Pace.UNBOUNDED);
    findings.figure(of + " at most", most.achieved(), "a second");
    findings.figure("clients", context.settings().clients(), "");
    if (most.done() == 0) {
      findings.fail("no %s were answered: %s".formatted(of, most.errors()));
      return;
    }
    Loads.expectNoErrors(findings, of + " at most", most);
    LoadResult half = load(context, new Pace(most.achieved() / 2));
    findings.figure(of + " requested for latency", half.requested(), "a second");
    findings.figure(of + " achieved", half.achieved(), "a second");
    Loads.latency(findings, of, half.latency());
    Loads.expectNoErrors(findings, of, half);
  }

  private LoadResult load(CheckContext context, Pace pace)
      throws SQLException, InterruptedException {
    Endpoint pooler = context.deployment().pooler();
    LoadRun load =
        LoadRun.start(
            pace,
            TIMEOUT,
            context.settings().clients(),
            number -> new SqlWorker(context.applicationClient(), pooler, query));
    return Loads.run(context, load, context.settings().measured());
  }
}
