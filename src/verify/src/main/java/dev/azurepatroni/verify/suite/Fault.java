package dev.azurepatroni.verify.suite;

import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.check.Scene;
import java.io.IOException;
import java.time.Duration;

/** What a destructive check does to the leader, by its host. */
enum Fault {
  SWITCHOVER(FaultKind.PLANNED_SWITCHOVER, "pgcluster switchover --yes"),
  POSTGRES_KILLED(
      FaultKind.LEADER_POSTGRES_CRASHED, "kill -9 \"$(head -n 1 /pgdata/16/main/postmaster.pid)\"");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final FaultKind kind;
  private final String script;

  Fault(FaultKind kind, String script) {
    this.kind = kind;
    this.script = script;
  }

  /** The key of its RTO budget. */
  FaultKind kind() {
    return kind;
  }

  /** Does it. */
  void cause(Scene scene, String leader) throws IOException, InterruptedException {
    scene.channel().ask(leader, script, PATIENCE);
  }
}
