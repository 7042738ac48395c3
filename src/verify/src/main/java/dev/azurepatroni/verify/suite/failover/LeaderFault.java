package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.fault.FaultInjector;
import dev.azurepatroni.verify.fault.Injection;
import java.time.Duration;

/** Faults that a script on the leader's host injects. */
enum LeaderFault {
  SWITCHOVER(FaultKind.PLANNED_SWITCHOVER, "pgcluster switchover --yes"),
  POSTGRES_CRASHED(
      FaultKind.LEADER_POSTGRES_CRASHED, "kill -9 \"$(head -n 1 /pgdata/*/main/postmaster.pid)\"");

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final FaultKind kind;
  private final String script;

  LeaderFault(FaultKind kind, String script) {
    this.kind = kind;
    this.script = script;
  }

  /** The key of its RTO budget. */
  FaultKind kind() {
    return kind;
  }

  /** Runs the script on the host that leads now. */
  FaultInjector in(CheckContext context) {
    return () -> {
      String leader = context.leaderName();
      return Injection.of(
          leader,
          () -> {
            context.progress().print("        %s: %s".formatted(leader, kind.title()));
            context.channel().ask(leader, script, TIMEOUT);
          });
    };
  }
}
