package dev.azurepatroni.verify.suite.throughput;

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
import java.util.concurrent.TimeUnit;

/** Whether one transaction of very many rows is stored completely, on both hosts. */
public final class LargeTransactionCheck implements Check {
  private static final int ROW_BYTES = 1_024;
  private static final double SHARE_OF_FREE = 0.4;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final String TABLE = RowTable.SCHEMA + ".large";
  private static final String SUMS =
      "select count(*) || ' rows, sum ' || coalesce(sum(id), 0) || ', text ' || coalesce(sum(length(filler)), 0) from "
          + TABLE;

  @Override
  public CheckName name() {
    return new CheckName(
        "large-transaction",
        "A large transaction: stored completely, replicated, dropped",
        Group.LOAD,
        "commands on hosts");
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, SQLException, InterruptedException {
    long bytes = Math.min(context.settings().largeBytes(), room(context));
    long rows = bytes / ROW_BYTES;
    if (bytes < context.settings().largeBytes()) {
      findings.warn(
          "%,d MiB were requested; the disks' free space allows %,d MiB"
              .formatted(context.settings().largeBytes() >> 20, bytes >> 20));
    }
    try (Connection leader = context.leader()) {
      Sql.run(leader, "create schema if not exists " + RowTable.SCHEMA);
      Sql.run(leader, "drop table if exists " + TABLE);
      Sql.run(
          leader, "create table %s (id bigint not null, filler text not null)".formatted(TABLE));
      try {
        write(context, leader, rows, findings);
        String wanted =
            "%d rows, sum %d, text %d".formatted(rows, rows * (rows + 1) / 2, rows * 992);
        String stored = Sql.text(leader, SUMS);
        findings.expect(stored.equals(wanted), "stored: %s; expected %s".formatted(stored, wanted));
        for (Endpoint standby : context.standbys()) {
          replicated(context, standby, wanted, findings);
        }
      } finally {
        Sql.run(leader, "drop table if exists " + TABLE);
      }
    }
  }

  private static void write(
      CheckContext context, Connection leader, long rows, CheckFindings findings)
      throws SQLException {
    context.progress().print("        %,d rows in one transaction".formatted(rows));
    long started = System.nanoTime();
    leader.setAutoCommit(false);
    Sql.run(
        leader,
        "insert into %s select g, repeat(md5(g::text), 31) from generate_series(1::bigint, %d) g"
            .formatted(TABLE, rows));
    long committing = System.nanoTime();
    leader.commit();
    leader.setAutoCommit(true);
    double seconds = (System.nanoTime() - started) / 1e9;
    double size = Sql.number(leader, "select pg_table_size('%s')".formatted(TABLE));
    findings.figure("rows", rows, "");
    findings.figure("size of the table", size / (1 << 20), "MiB");
    findings.figure("time", seconds, "s");
    findings.figure("of it the commit", (System.nanoTime() - committing) / 1e9, "s");
    findings.figure("throughput", size / (1 << 20) / seconds, "MiB/s");
  }

  private static void replicated(
      CheckContext context, Endpoint standby, String wanted, CheckFindings findings)
      throws SQLException, InterruptedException {
    long started = System.nanoTime();
    try (Connection reader = context.longRunningClient().connect(standby)) {
      String there = Sql.text(reader, SUMS);
      while (!there.equals(wanted) && System.nanoTime() - started < TIMEOUT.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(200);
        there = Sql.text(reader, SUMS);
      }
      findings.expect(
          there.equals(wanted), "%s has %s; expected %s".formatted(standby.name(), there, wanted));
      findings.figure(
          "counted the same on %s after commit".formatted(standby.name()),
          (System.nanoTime() - started) / 1e9,
          "s");
    }
  }

  /** What the smallest disk of all database hosts has room for, with a reserve left. */
  private static long room(CheckContext context) throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    for (Endpoint database : context.deployment().databases()) {
      String free =
          context
              .channel()
              .ask(
                  database.name(),
                  "df --block-size=1 --output=avail /pgdata /pgwal | tail -n 2",
                  Duration.ofSeconds(30));
      for (String line : free.lines().toList()) {
        least = Math.min(least, Long.parseLong(line.strip()));
      }
    }
    return (long) (least * SHARE_OF_FREE);
  }
}
