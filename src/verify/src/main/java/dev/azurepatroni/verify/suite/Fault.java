package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.Scene;
import java.io.IOException;
import java.time.Duration;

/** What a destructive check does to the leader, by its host. */
enum Fault {
  SWITCHOVER("planned switchover", "pgcluster switchover --yes"),
  POSTGRES_KILLED(
      "PostgreSQL of the leader crashes",
      "kill -9 \"$(head -n 1 /pgdata/16/main/postmaster.pid)\"");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String budget;
  private final String script;

  Fault(String budget, String script) {
    this.budget = budget;
    this.script = script;
  }

  /** How the output {@code rto_budget} calls it. */
  String budget() {
    return budget;
  }

  /** Does it. */
  void cause(Scene scene, String leader) throws IOException, InterruptedException {
    scene.channel().ask(leader, script, PATIENCE);
  }
}
