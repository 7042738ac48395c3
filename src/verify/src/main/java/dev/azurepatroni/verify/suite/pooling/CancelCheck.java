package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Whether a cancel request, which comes over a connection of its own, reaches the right query. */
public final class CancelCheck implements Check {
  private static final int CLIENTS = 16;
  private static final int SLEEP_SECONDS = 5;
  private static final int CANCEL_AFTER_MILLIS = 1_500;

  @Override
  public CheckName name() {
    return new CheckName(
        "cancel", "A cancel reaches the query it is for, and no other", Group.QUICK, "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws SQLException, InterruptedException {
    List<Endpoint> endpoints = new ArrayList<>(context.deployment().poolers());
    endpoints.add(context.deployment().pooler());
    for (Endpoint endpoint : endpoints) {
      try (ClientPool pool = ClientPool.open(context.longRunningClient(), endpoint, CLIENTS, 4)) {
        findings.expect(
            pool.failed() == 0, "%s: clients were refused: %s".formatted(endpoint, pool.errors()));
        List<Statement> statements = pool.each(1, Connection::createStatement);
        judge(endpoint, statements, findings);
      }
    }
  }

  private static void judge(Endpoint endpoint, List<Statement> statements, CheckFindings findings)
      throws SQLException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, statements.size()));
    try {
      List<Future<String>> running = new ArrayList<>();
      for (Statement one : statements) {
        Callable<String> query =
            () -> {
              try {
                one.execute("select pg_sleep(%d)".formatted(SLEEP_SECONDS));
                return "ended";
              } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
              }
            };
        running.add(threads.submit(query));
      }
      TimeUnit.MILLISECONDS.sleep(CANCEL_AFTER_MILLIS);
      for (int i = 0; i < statements.size(); i += 2) {
        statements.get(i).cancel();
      }
      int cancelled = 0;
      int lost = 0;
      int stray = 0;
      for (int i = 0; i < running.size(); i++) {
        String ended = ended(running.get(i));
        boolean hit = ended.equals("57014");
        if (i % 2 == 0) {
          cancelled += hit ? 1 : 0;
          lost += hit ? 0 : 1;
        } else {
          stray += ended.equals("ended") ? 0 : 1;
        }
      }
      findings.figure("queries cancelled, " + endpoint.name(), cancelled, "");
      findings.figure("cancels lost, " + endpoint.name(), lost, "");
      findings.expect(
          lost == 0,
          "%s (%s): %d of %d cancels reached no query: see [peers] in /etc/pgbouncer/shared.ini"
              .formatted(endpoint.name(), endpoint, lost, lost + cancelled));
      findings.expect(
          stray == 0,
          "%s (%s): %d queries that were not cancelled failed"
              .formatted(endpoint.name(), endpoint, stray));
    } finally {
      threads.shutdownNow();
    }
  }

  private static String ended(Future<String> query) throws InterruptedException {
    try {
      return query.get();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }
}
