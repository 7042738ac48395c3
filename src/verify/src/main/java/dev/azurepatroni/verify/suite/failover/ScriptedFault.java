package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.fault.FaultInjector;
import dev.azurepatroni.verify.fault.Injection;
import java.io.IOException;
import java.time.Duration;

/** Faults that a script on a host injects. Those that last are cleared by the host itself, too. */
enum ScriptedFault {
  SWITCHOVER(FaultKind.PLANNED_SWITCHOVER, "pgcluster switchover --yes"),
  POSTGRES_CRASHED(
      FaultKind.LEADER_POSTGRES_CRASHED, "kill -9 \"$(head -n 1 /pgdata/*/main/postmaster.pid)\""),
  /** Answers of the REST port to other hosts have no route; the host's own programs reach it. */
  REST_SILENT(
      FaultKind.LEADER_REST_SILENT,
      after("ip rule delete pref 90") + "ip rule add pref 90 ipproto tcp sport 8008 blackhole",
      "ip rule delete pref 90"),
  PGBOUNCER_FROZEN(
      FaultKind.PGBOUNCER_PROCESS_FROZEN,
      after("pkill -CONT -x pgbouncer") + "kill -STOP \"$(pgrep --oldest -x pgbouncer)\"",
      "pkill -CONT -x pgbouncer"),
  /** The connections that PgBouncer looks passwords up with. */
  LOOKUP_FROZEN(
      FaultKind.PASSWORD_LOOKUP_FROZEN,
      """
      pids=$(runuser -u postgres -- psql --no-psqlrc -qAt --host=/run/postgresql --dbname=postgres \
        --command="select pid from pg_stat_activity where usename = 'pgbouncer_auth'")
      test -n "$pids" || { echo 'no connection of pgbouncer_auth: is auth_query set?' >&2; exit 1; }
      """
          + after("pkill -CONT -u postgres -x postgres")
          + "kill -STOP $pids",
      "pkill -CONT -u postgres -x postgres");

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final String TIMER = "azure-patroni-verify-clear";

  private final FaultKind kind;
  private final String script;
  private final String clear;

  ScriptedFault(FaultKind kind, String script) {
    this(kind, script, "");
  }

  ScriptedFault(FaultKind kind, String script, String clear) {
    this.kind = kind;
    this.script = script;
    this.clear = clear;
  }

  /** Clears a fault after two minutes if this program cannot. */
  private static String after(String clear) {
    return """
        set -e
        systemctl reset-failed %1$s.service 2> /dev/null || true
        systemd-run --quiet --collect --unit=%1$s --on-active=120 %2$s
        """
        .formatted(TIMER, clear);
  }

  /** The key of its RTO budget. */
  FaultKind kind() {
    return kind;
  }

  /** Whether it lasts until it is cleared. */
  boolean lasts() {
    return !clear.isEmpty();
  }

  /** Runs the script on the host that it is for now: the leader, or the first pooler. */
  FaultInjector in(CheckContext context) {
    return () -> {
      String host =
          kind == FaultKind.PGBOUNCER_PROCESS_FROZEN
              ? context.deployment().poolers().get(0).name()
              : context.leaderName();
      Injection.Action inject =
          () -> {
            context.progress().print("        %s: %s".formatted(host, kind.title()));
            context.channel().ask(host, script, TIMEOUT);
          };
      return lasts()
          ? Injection.of(host, inject, () -> clear(context, host))
          : Injection.of(host, inject);
    };
  }

  private void clear(CheckContext context, String host) throws IOException, InterruptedException {
    // Without the fault, which the watch may have ended, there is nothing to clear.
    String script = "systemctl stop %s.timer 2> /dev/null\n%s 2> /dev/null\ntrue";
    context.channel().ask(host, script.formatted(TIMER, clear), TIMEOUT);
  }
}
