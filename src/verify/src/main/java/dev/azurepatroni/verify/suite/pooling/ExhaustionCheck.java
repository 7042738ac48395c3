package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Whether more transactions than there are server connections wait, and none of them fails. */
public final class ExhaustionCheck implements Check {
  private static final int HOLD_SECONDS = 4;
  private static final double MORE = 1.3;
  // More than this is no test of the pool, but of the client.
  private static final int MOST = 1_500;

  @Override
  public CheckName name() {
    return new CheckName(
        "exhaustion",
        "More long transactions than server connections: queued, none fails",
        Group.LOAD,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, SQLException, InterruptedException {
    int servers = 0;
    for (Endpoint pooler : context.deployment().poolers()) {
      servers += servers(context, pooler.name());
    }
    int clients = Math.min(MOST, (int) Math.ceil(servers * MORE));
    try (ClientPool pool =
        ClientPool.open(context.longRunningClient(), context.deployment().pooler(), clients, 16)) {
      context
          .progress()
          .print(
              "        %d transactions of %d s for %d server connections"
                  .formatted(clients, HOLD_SECONDS, servers));
      List<Double> waits = pool.each(clients, ExhaustionCheck::hold).stream().sorted().toList();
      findings.figure("server connections of the poolers", servers, "");
      findings.figure("transactions at once", clients, "");
      findings.figure("transactions that ended well", waits.size(), "");
      findings.expect(
          pool.failed() == 0 && waits.size() == clients,
          "%d of %d transactions failed: %s; see query_wait_timeout of the poolers"
              .formatted(clients - waits.size(), clients, pool.errors()));
      if (waits.isEmpty()) {
        return;
      }
      double longest = waits.get(waits.size() - 1);
      long queued = waits.stream().filter(wait -> wait > HOLD_SECONDS / 2.0).count();
      findings.figure("transactions that waited for a server", queued, "");
      findings.figure("wait, p50", waits.get(waits.size() / 2), "s");
      findings.figure("wait, longest", longest, "s");
      if (queued == 0) {
        findings.warn("no transaction had to wait, so that nothing is proved of the queue");
      }
    }
  }

  /** A transaction that keeps a server; answers how long its first answer took. */
  static double hold(Connection connection) throws SQLException {
    long started = System.nanoTime();
    connection.setAutoCommit(false);
    Sql.text(connection, "select 1");
    double waited = (System.nanoTime() - started) / 1e9;
    Sql.run(connection, "select pg_sleep(%d)".formatted(HOLD_SECONDS));
    connection.commit();
    return waited;
  }

  private static int servers(CheckContext context, String pooler)
      throws IOException, InterruptedException {
    String script =
        "awk -F'[ =]+' '$1 == \"max_db_connections\" {sum += $2} END {print sum + 0}' /etc/pgbouncer/process-*.ini";
    return Integer.parseInt(context.channel().ask(pooler, script, Duration.ofSeconds(30)).strip());
  }
}
