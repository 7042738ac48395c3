package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Findings;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.check.Scene;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.Recording;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The leader goes while clients write: how long they cannot, and whether every row is kept. */
final class FaultCheck implements Check {
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration TO_RESUME = Duration.ofSeconds(90);
  private static final int FLOWING = 20;
  private static final int CALM_SECONDS = 5;
  private static final int LOADED_SECONDS = 15;

  private final CheckName name;
  private final Fault fault;
  private final int rate;

  private FaultCheck(CheckName name, Fault fault, int rate) {
    this.name = name;
    this.fault = fault;
    this.rate = rate;
  }

  static FaultCheck switchover() {
    return of("switchover", "Planned switchover", Fault.SWITCHOVER, 0);
  }

  static FaultCheck failover() {
    return of("failover", "Failover, PostgreSQL killed, idle", Fault.POSTGRES_KILLED, 0);
  }

  /** Under so many queries a second. */
  static FaultCheck failover(int rate) {
    return of(
        "failover-" + rate,
        "Failover, PostgreSQL killed, under %,d queries a second".formatted(rate),
        Fault.POSTGRES_KILLED,
        rate);
  }

  private static FaultCheck of(String id, String title, Fault fault, int rate) {
    return new FaultCheck(
        new CheckName(id, title, Group.DESTRUCTIVE, "commands on hosts"), fault, rate);
  }

  @Override
  public CheckName name() {
    return name;
  }

  @Override
  public void run(Scene scene, Findings findings)
      throws IOException, SQLException, InterruptedException {
    List<String> before = scene.watch().awaitWhole(scene.settings().whole());
    if (!before.isEmpty()) {
      findings.notRun("the cluster is not whole: " + String.join("; ", before));
      return;
    }
    String leader = scene.leaderName();
    Verdict verdict = new Verdict(scene, findings, fault);
    if (rate > 0) {
      Accounts.create(scene);
    }
    long faultAt;
    try (RecordedRun run = new RecordedRun(scene.access(), scene.deployment().database())) {
      run.prepare();
      run.write(scene.deployment().pooler(), 2, INTERVAL);
      run.write(scene.deployment().database(), 2, INTERVAL);
      try (Surge surge = rate > 0 ? Surge.start(scene, run, rate) : Surge.none()) {
        TimeUnit.SECONDS.sleep(rate > 0 ? LOADED_SECONDS : CALM_SECONDS);
        Optional<LoadResult> held = surge.result();
        held.ifPresent(it -> Loads.say(scene, it));
        scene.progress().say("        %s: %s".formatted(leader, fault.kind().title()));
        faultAt = run.clock().now();
        double mark = held.map(LoadResult::seconds).orElse(0.0);
        fault.cause(scene, leader);
        boolean resumed = resumed(scene, run);
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
        Optional<LoadResult> seen = surge.stop();
        Recording recording = run.finish();
        verdict.rows(recording, faultAt / 1e9, resumed);
        held.ifPresent(it -> verdict.load(it, seen.orElse(it), mark));
      }
    }
    long began = System.nanoTime();
    List<String> after = scene.watch().awaitWhole(scene.settings().whole());
    findings.figure("time to whole again, after load", (System.nanoTime() - began) / 1e9, "s");
    after.forEach(
        it -> findings.fail("not whole after %s: %s".formatted(scene.settings().whole(), it)));
  }

  /** Waits until rows that were sent after the fault are acknowledged, through both endpoints. */
  private static boolean resumed(Scene scene, RecordedRun run) throws InterruptedException {
    TimeUnit.SECONDS.sleep(2);
    long from = run.clock().now();
    long until = from + TO_RESUME.toNanos();
    List<Endpoint> ways = List.of(scene.deployment().pooler(), scene.deployment().database());
    while (run.clock().now() < until) {
      boolean all =
          ways.stream().allMatch(it -> run.ledger().acknowledged(it.name(), from) >= FLOWING);
      if (all) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    return false;
  }
}
