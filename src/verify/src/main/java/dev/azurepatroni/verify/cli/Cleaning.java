package dev.azurepatroni.verify.cli;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.rows.RowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Takes away what a verification made, also when it is stopped. */
final class Cleaning {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  // Only of this program: applications have the same role.
  private static final String END_OTHERS =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
       where pg_has_role(session_user, usesysid, 'usage') and pid <> pg_backend_pid()
         and application_name like 'azure-patroni-verify%' and state <> 'idle'""";

  private final CheckContext context;
  private final Thread worker;
  private volatile boolean done;

  /** Of a thread's work. */
  Cleaning(CheckContext context, Thread worker) {
    this.context = context;
    this.worker = worker;
  }

  /** Sees to it that Ctrl-C leaves nothing behind. */
  void atExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "cleaning"));
  }

  private void interrupted() {
    if (!done) {
      System.err.println("verify: stopping; dropping what was created");
      worker.interrupt();
      clean(END_OTHERS);
    }
  }

  /** Takes it away. False, and a line, if that cannot be done. */
  boolean clean() {
    done = true;
    return clean("select 1");
  }

  private boolean clean(String first) {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try (Connection connection = context.leader();
          Statement statement = connection.createStatement()) {
        statement.execute("set lock_timeout = '10s'");
        // application_direct may end sessions of its own and of application, which it acts as.
        statement.execute("set role none");
        statement.execute(first);
        statement.execute("reset role");
        RowTable.drop(connection);
        return true;
      } catch (SQLException e) {
        if (System.nanoTime() > until) {
          System.err.printf(
              "verify: the schema %s could not be dropped: %s: drop it by hand%n",
              RowTable.SCHEMA, e.getMessage());
          return false;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      // The schema is dropped first; the process ends soon after.
      Thread.currentThread().interrupt();
    }
  }
}
