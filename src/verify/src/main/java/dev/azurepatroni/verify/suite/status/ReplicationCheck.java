package dev.azurepatroni.verify.suite.status;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.rows.RowTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Whether what is committed is on the standbys, and how soon it can be read there. */
public final class ReplicationCheck implements Check {
  private static final int ROWS = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String QUESTION =
      """
      select application_name, state, sync_state,
             pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint,
             coalesce(extract(epoch from replay_lag), 0)
        from pg_stat_replication order by 1""";

  @Override
  public CheckName name() {
    return new CheckName(
        "replication",
        "Standbys stream, one is synchronous, and rows arrive",
        Group.QUICK,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, SQLException, InterruptedException {
    List<String> rows = context.channel().query(context.leaderName(), QUESTION);
    int synchronous = 0;
    for (String row : rows) {
      List<String> one = List.of(row.split("\\|", -1));
      findings.expect(one.get(1).equals("streaming"), "%s is %s".formatted(one.get(0), one.get(1)));
      synchronous += one.get(2).equals("sync") || one.get(2).equals("quorum") ? 1 : 0;
      findings.figure("replay lag in bytes, " + one.get(0), Double.parseDouble(one.get(3)), "B");
      findings.figure(
          "replay lag in time, " + one.get(0), Double.parseDouble(one.get(4)) * 1e3, "ms");
    }
    findings.expect(
        rows.size() >= context.deployment().databases().size() - 1,
        "%d standbys stream of %d"
            .formatted(rows.size(), context.deployment().databases().size() - 1));
    findings.expect(
        synchronous > 0,
        "no standby is synchronous: a lost leader is not replaced; see `pgcluster status`");
    for (Endpoint standby : context.standbys()) {
      read(context, standby, findings);
    }
  }

  private static void read(CheckContext context, Endpoint standby, CheckFindings findings)
      throws SQLException, InterruptedException {
    double longest = 0;
    double sum = 0;
    try (Connection leader = context.longRunningClient().connect(context.deployment().pooler());
        Connection reader = context.longRunningClient().connect(standby)) {
      Sql.run(leader, "create schema if not exists " + RowTable.SCHEMA);
      Sql.run(
          leader,
          "create table if not exists %s.seen (row bigint not null)".formatted(RowTable.SCHEMA));
      for (int i = 0; i < ROWS; i++) {
        long row = System.nanoTime();
        Sql.run(leader, "insert into %s.seen values (%d)".formatted(RowTable.SCHEMA, row));
        long acknowledged = System.nanoTime();
        String question =
            "select count(*) from %s.seen where row = %d".formatted(RowTable.SCHEMA, row);
        while (Sql.number(reader, question) == 0) {
          if (System.nanoTime() - acknowledged > TIMEOUT.toNanos()) {
            findings.fail(
                "a row is not on %s after %d s".formatted(standby.name(), TIMEOUT.toSeconds()));
            return;
          }
          Thread.sleep(1);
        }
        double millis = (System.nanoTime() - acknowledged) / 1e6;
        longest = Math.max(longest, millis);
        sum += millis;
      }
    }
    findings.figure(
        "row read on %s after commit, mean".formatted(standby.name()), sum / ROWS, "ms");
    findings.figure(
        "row read on %s after commit, longest".formatted(standby.name()), longest, "ms");
  }
}
