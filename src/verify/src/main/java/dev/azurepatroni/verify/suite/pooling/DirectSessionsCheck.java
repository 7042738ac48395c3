package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Whether full direct sessions leave the poolers their connections, and the other way round. */
public final class DirectSessionsCheck implements Check {
  private static final String LIMIT = "select rolconnlimit from pg_roles where rolname = '%s'";
  private static final String SERVERS =
      "select count(*) from pg_stat_activity where usename = '%s' and backend_type = 'client backend'";
  private static final String TOO_MANY = "53300";
  private static final int BEYOND = 5;
  private static final double MORE = 1.3;
  private static final int MOST = 1_500;
  private static final long POLL_MILLIS = 250;

  @Override
  public CheckName name() {
    return new CheckName(
        "direct-sessions",
        "Direct sessions and poolers, both full: each has its connections",
        Group.LOAD,
        "");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws SQLException, InterruptedException {
    long direct;
    long pooled;
    try (Connection one = context.leader()) {
      direct = limit(one, context.access().user(context.deployment().database()));
      pooled = limit(one, context.access().user(context.deployment().pooler()));
    }
    if (direct < 1 || pooled < 1) {
      findings.fail(
          "the roles have no limits (%d direct, %d pooled): run `pgcluster reload-secrets` on the leader"
              .formatted(direct, pooled));
      return;
    }
    findings.figure("direct sessions allowed", direct, "");
    findings.figure("server connections allowed to the poolers", pooled, "");
    try (ClientPool held =
        ClientPool.open(
            context.longRunningClient(),
            context.deployment().database(),
            (int) direct + BEYOND,
            1)) {
      findings.figure("direct sessions opened", held.size(), "");
      findings.expect(
          held.size() > 0 && held.size() <= direct && held.errors().startsWith(TOO_MANY),
          "%d of %d direct sessions were opened, and the others got: %s"
              .formatted(held.size(), direct, held.errors()));
      if (held.size() > 0) {
        fillPoolers(context, held, (int) pooled, findings);
      }
    }
  }

  private static void fillPoolers(
      CheckContext context, ClientPool held, int pooled, CheckFindings findings)
      throws SQLException, InterruptedException {
    int clients = Math.min(MOST, (int) Math.ceil(pooled * MORE));
    Connection freed = held.take();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ClientPool pool =
            ClientPool.open(
                context.longRunningClient(), context.deployment().pooler(), clients, 16);
        Connection seeing = held.size() > 0 ? held.take() : context.leader()) {
      Future<List<Double>> transactions =
          thread.submit(() -> pool.each(clients, ExhaustionCheck::hold));
      long most = 0;
      double millis = -1;
      while (!transactions.isDone()) {
        long servers = servers(seeing, context);
        most = Math.max(most, servers);
        if (millis < 0 && servers >= pooled * 0.8) {
          Client.drop(freed);
          millis = again(context.longRunningClient(), context, findings);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      findings.figure("server connections at once", most, "");
      findings.expect(
          most <= pooled,
          "the poolers held %d server connections, their share is %d".formatted(most, pooled));
      int ended = transactions.get().size();
      findings.figure("transactions through the poolers", ended, "");
      findings.expect(
          pool.failed() == 0 && ended == clients,
          "%d of %d transactions failed while direct sessions were full: %s"
              .formatted(clients - ended, clients, pool.errors()));
      if (millis < 0) {
        findings.warn(
            "the poolers had %d of %d server connections at most: nothing is proved of full poolers"
                .formatted(most, pooled));
      } else {
        findings.figure("new direct session while the poolers are full", millis, "ms");
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      thread.shutdownNow();
      Client.drop(freed);
    }
  }

  /** Opens a direct session in place of one that has just been closed; milliseconds. */
  private static double again(Client client, CheckContext context, CheckFindings findings)
      throws InterruptedException {
    long started = System.nanoTime();
    String error = "";
    for (int attempt = 0; attempt < 8; attempt++) {
      try (Connection one = client.connect(context.deployment().database())) {
        Sql.text(one, "select 1");
        return (System.nanoTime() - started) / 1e6;
      } catch (SQLException e) {
        // The server may still be ending the one that was closed.
        error = Sql.error(e);
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    findings.fail("no direct session while the poolers are full: " + error);
    return 0;
  }

  private static long limit(Connection connection, String role) throws SQLException {
    return Sql.number(connection, LIMIT.formatted(role));
  }

  private static long servers(Connection connection, CheckContext context) throws SQLException {
    String role = context.access().user(context.deployment().pooler());
    return Sql.number(connection, SERVERS.formatted(role));
  }
}
