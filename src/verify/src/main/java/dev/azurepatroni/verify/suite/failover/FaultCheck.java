package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.verify.check.Check;
import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.check.CheckFindings;
import dev.azurepatroni.verify.check.CheckName;
import dev.azurepatroni.verify.check.Group;
import dev.azurepatroni.verify.fault.FaultDrill;
import dev.azurepatroni.verify.fault.FaultRun;
import dev.azurepatroni.verify.fault.FaultTiming;
import dev.azurepatroni.verify.fault.TimeSource;
import dev.azurepatroni.verify.fault.UnhealthyClusterException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A fault of the leader while clients write: the write gap, and whether every row is kept. */
public final class FaultCheck implements Check {
  private static final Duration IDLE_BEFORE = Duration.ofSeconds(5);
  private static final Duration LOADED_BEFORE = Duration.ofSeconds(15);
  private static final Duration HOLD = Duration.ofSeconds(10);

  /** Poolers leave a leader that they have not heard for 30 s. */
  private static final Duration LONG_HOLD = Duration.ofSeconds(45);

  private static final Duration AFTER = Duration.ofSeconds(2);

  private final CheckName name;
  private final ScriptedFault fault;
  private final int rate;

  private FaultCheck(CheckName name, ScriptedFault fault, int rate) {
    this.name = name;
    this.fault = fault;
    this.rate = rate;
  }

  /** A switchover that an operator orders. */
  public static FaultCheck switchover() {
    return of("switchover", "Planned switchover", ScriptedFault.SWITCHOVER, 0);
  }

  /** Without other load. */
  public static FaultCheck failover() {
    return of("failover", "Failover, PostgreSQL killed, idle", ScriptedFault.POSTGRES_CRASHED, 0);
  }

  /** Under a load of so many queries a second. */
  public static FaultCheck failover(int rate) {
    return of(
        "failover-" + rate,
        "Failover, PostgreSQL killed, under %,d queries a second".formatted(rate),
        ScriptedFault.POSTGRES_CRASHED,
        rate);
  }

  /** Patroni's REST port of the leader without an answer. */
  public static FaultCheck restSilent() {
    return of("rest-silent", "Leader's REST port silent", ScriptedFault.REST_SILENT, 0);
  }

  /** One process of PgBouncer that hangs. */
  public static FaultCheck poolerHung() {
    return of("pooler-hung", "One PgBouncer process hangs", ScriptedFault.PGBOUNCER_FROZEN, 0);
  }

  /** Password lookups without an answer. */
  public static FaultCheck lookupHung() {
    return of("lookup-hung", "Password lookups hang", ScriptedFault.LOOKUP_FROZEN, 0);
  }

  private static FaultCheck of(String id, String title, ScriptedFault fault, int rate) {
    return new FaultCheck(
        new CheckName(id, title, Group.DESTRUCTIVE, "commands on hosts"), fault, rate);
  }

  @Override
  public CheckName name() {
    return name;
  }

  @Override
  public void run(CheckContext context, CheckFindings findings)
      throws IOException, InterruptedException {
    FaultDrill drill =
        new FaultDrill(
            () -> context.watch().snapshot().problems(),
            new FaultTiming(
                context.settings().recovery(),
                rate > 0 ? LOADED_BEFORE : IDLE_BEFORE,
                fault.lasts() ? LONG_HOLD : HOLD,
                AFTER),
            TimeSource.system());
    AtomicReference<LoadGenerator> clients = new AtomicReference<>();
    try {
      FaultRun run =
          drill.run(
              fault.in(context),
              () -> {
                clients.set(LoadGenerator.start(context, rate));
                return clients.get();
              });
      FaultAssertions assertions = new FaultAssertions(context, findings, fault.kind());
      assertions.run(run);
      clients.get().report(assertions);
    } catch (UnhealthyClusterException e) {
      findings.notRun(e.getMessage());
    }
  }
}
