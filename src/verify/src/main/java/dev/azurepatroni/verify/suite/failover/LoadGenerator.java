package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.fault.FaultClients;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import dev.azurepatroni.verify.load.Pace;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import dev.azurepatroni.verify.suite.throughput.Accounts;
import dev.azurepatroni.verify.suite.throughput.Loads;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Two clients for each endpoint that write rows, and a load of queries if a rate is set. */
final class LoadGenerator implements FaultClients {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  /** How often a client logs in; a gap of logins is that much longer than the outage. */
  static final Duration LOGIN_INTERVAL = Duration.ofMillis(500);

  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(3);
  private static final int CLIENTS = 2;
  private static final int QUERIES_PER_CLIENT = 50;
  private static final int MOST_CLIENTS = 120;

  private final CheckContext context;
  private final RecordedRun run;

  /** Null without a load, like its results. */
  private LoadRun load;

  private LoadResult before;
  private LoadResult all;

  private LoadGenerator(CheckContext context) {
    this.context = context;
    this.run = new RecordedRun(context.access(), context.deployment().database());
  }

  /**
   * Starts it.
   *
   * @param rate queries a second; 0 for none
   */
  static LoadGenerator start(CheckContext context, int rate)
      throws IOException, InterruptedException {
    LoadGenerator generator = new LoadGenerator(context);
    try {
      generator.start(rate);
      return generator;
    } catch (SQLException e) {
      generator.close();
      throw new IOException(Sql.error(e), e);
    }
  }

  private void start(int rate) throws SQLException, InterruptedException {
    if (rate > 0) {
      Accounts.create(context);
    }
    run.prepare();
    run.write(context.deployment().pooler(), CLIENTS, INTERVAL);
    run.write(context.deployment().database(), CLIENTS, INTERVAL);
    run.login(context.deployment().pooler(), LOGIN_INTERVAL);
    if (rate > 0) {
      int clients = Math.max(8, Math.min(MOST_CLIENTS, rate / QUERIES_PER_CLIENT));
      load =
          LoadRun.start(
              new Pace(rate),
              QUEUE_TIMEOUT,
              clients,
              number -> new RecordedWorker(context, run, number));
    }
  }

  @Override
  public Map<String, Long> acknowledged() {
    return Map.of("pooler", rows("pooler"), "database", rows("database"));
  }

  private long rows(String endpoint) {
    return run.ledger().acknowledged(endpoint);
  }

  @Override
  public void beforeInjection() {
    if (load != null) {
      before = load.result();
      Loads.progress(context, before);
    }
  }

  @Override
  public void afterHold() throws InterruptedException {
    if (load != null) {
      all = load.stop();
    }
  }

  @Override
  public Recording stop() throws IOException, InterruptedException {
    try {
      return run.finish();
    } catch (SQLException e) {
      throw new IOException(Sql.error(e), e);
    }
  }

  /** Reports the load, if there was one. */
  void report(FaultAssertions assertions) {
    if (load != null) {
      assertions.load(before, all, before.seconds());
    }
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    run.close();
  }
}
