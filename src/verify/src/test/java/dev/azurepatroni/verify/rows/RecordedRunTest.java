package dev.azurepatroni.verify.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.RealPostgres;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.rows.Attempt.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows in a real PostgreSQL. */
class RecordedRunTest {
  private static final int WRITERS = 4;
  private static RealPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = RealPostgres.start("hostssl all all 127.0.0.1/32 scram-sha-256");
  }

  @AfterAll
  static void stop() throws Exception {
    server.remove();
  }

  @Test
  void everyAcknowledgedRowIsFoundAgain() throws Exception {
    try (RecordedRun run = running()) {
      Recording seen = run.finish();
      assertThat(seen.rows().acknowledged()).isGreaterThanOrEqualTo(50);
      assertThat(seen.rows().isClean()).isTrue();
      assertThat(seen.conflicts()).isEmpty();
      assertThat(seen.timelines()).containsOnlyKeys(1);
      assertThat(seen.endpoints().get("database").errors()).isEmpty();
    }
  }

  @Test
  void aClientThatLogsInForEachRowTakesASessionForEachRow() throws Exception {
    try (RecordedRun run = new RecordedRun(server.access(), server.endpoint("database"))) {
      run.prepare();
      long before = sessions();
      run.login(server.endpoint("database"), Duration.ofMillis(20));
      await(() -> run.ledger().acknowledged("database-login") >= 5);
      await(() -> sessions() >= before + 5);
      Recording seen = run.finish();
      assertThat(seen.endpoints()).containsOnlyKeys("database-login");
      assertThat(seen.rows().isClean()).isTrue();
    }
  }

  @Test
  void rowsUnderWayWhenTheServerIsKilledAreUnknownAndNoAcknowledgedOneIsLost() throws Exception {
    try (RecordedRun run = running()) {
      try (Connection holder = lockRows()) {
        await(() -> waiting(holder) == WRITERS);
        server.kill();
      }
      long before = run.ledger().acknowledged("database");
      server.up();
      await(() -> run.ledger().acknowledged("database") > before + 50);
      Recording seen = run.finish();
      assertThat(unknown(run)).isEqualTo(WRITERS);
      assertThat(seen.rows().unknownStored() + seen.rows().unknownAbsent()).isEqualTo(WRITERS);
      assertThat(seen.rows().lost()).isZero();
      assertThat(seen.rows().isClean()).isTrue();
      assertThat(seen.endpoints().get("database").resumed()).isTrue();
    }
  }

  @Test
  void aConnectionThatTheServerEndsLeavesItsRowUnknown() throws Exception {
    try (RecordedRun run = running();
        Connection holder = lockRows()) {
      await(() -> waiting(holder) == WRITERS);
      end(holder, "pg_terminate_backend");
      await(() -> unknown(run) == WRITERS);
      assertThat(unknown(run)).isEqualTo(WRITERS);
    }
  }

  @Test
  void aCancelledRowIsRefused() throws Exception {
    try (RecordedRun run = running();
        Connection holder = lockRows()) {
      await(() -> waiting(holder) == WRITERS);
      end(holder, "pg_cancel_backend");
      await(() -> count(run, Outcome.REFUSED) >= WRITERS);
      assertThat(unknown(run)).isZero();
    }
  }

  @Test
  void aRowThatWasDeletedAndOneThatWasDoubledAreFound() throws Exception {
    try (RecordedRun run = running()) {
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        String mine =
            "writer = 'database-1' and run = (select run from %1$s.rows order by sent desc limit 1)";
        statement.execute(
            ("delete from %1$s.rows where sequence = 2 and " + mine).formatted(RowTable.SCHEMA));
        statement.execute(
            ("insert into %1$s.rows select * from %1$s.rows where sequence = 3 and " + mine)
                .formatted(RowTable.SCHEMA));
      }
      Comparison seen = run.finish().rows();
      assertThat(seen.lost()).isEqualTo(1);
      assertThat(seen.doubled()).isEqualTo(1);
      assertThat(seen.isClean()).isFalse();
      assertThat(seen.examples())
          .anySatisfy(
              example -> assertThat(example).startsWith("row 2 of database-1").endsWith("is lost"))
          .anySatisfy(
              example ->
                  assertThat(example).startsWith("row 3 of database-1").endsWith("stored 2 times"));
    }
  }

  /** A run that has 50 rows. */
  private static RecordedRun running() throws Exception {
    RecordedRun run = new RecordedRun(server.access(), server.endpoint("database"));
    run.prepare();
    run.write(server.endpoint("database"), WRITERS, Duration.ofMillis(1));
    await(() -> run.ledger().acknowledged("database") >= 50);
    await(
        () ->
            run.ledger().attempts().stream()
                .anyMatch(attempt -> attempt.writer().number() == 1 && attempt.sequence() > 5));
    return run;
  }

  /** Keeps writers waiting until the connection is closed. */
  private static Connection lockRows() throws SQLException {
    Connection holder = server.connect();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("lock table %s.rows in exclusive mode".formatted(RowTable.SCHEMA));
    }
    return holder;
  }

  /** How many sessions there were in the database. */
  private static long sessions() {
    try (Connection connection = server.connect()) {
      return Sql.number(
          connection, "select sessions from pg_stat_database where datname = 'application'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int waiting(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from pg_locks where not granted")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void end(Connection connection, String how) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select %s(pid) from pg_locks where not granted".formatted(how));
    }
  }

  private static long unknown(RecordedRun run) {
    return count(run, Outcome.UNKNOWN);
  }

  private static long count(RecordedRun run, Outcome outcome) {
    List<Attempt> attempts = run.ledger().attempts();
    return attempts.stream().filter(attempt -> attempt.outcome() == outcome).count();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(until);
      Thread.sleep(5);
    }
  }
}
