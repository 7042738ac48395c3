package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.platform.blob.BlobFault;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.fault.Injection;
import java.time.Duration;
import java.util.List;

/** Failovers while the backup store hangs or is gone: neither end of them may wait for it. */
final class StoreFaults {
  private static final int RUNS = 3;
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final BlobFault HANGS = new BlobFault(BlobFault.Kind.HANG, "");
  private static final BlobFault GONE = new BlobFault(BlobFault.Kind.GONE, "");

  /** After these there is WAL to archive, and the archiver waits for the store. */
  private static final String CLOSE_SEGMENT =
      """
      runuser -u postgres -- psql -qAtc "select pg_logical_emit_message(false, 'drill', 'x'), pg_switch_wal()" postgres""";

  private static final int MILLIS_UNTIL_THE_ARCHIVER_WAITS = 3_000;

  private StoreFaults() {}

  /** Those of a cluster; none where it has no backup store. */
  static List<LabFault> of(DeployedCluster deployment) {
    if (deployment.budget().stream()
        .noneMatch(budget -> budget.fault() == FaultKind.LEADER_HOST_LOST_STORE_HUNG)) {
      return List.of();
    }
    return List.of(
        LabFault.of(
                FaultKind.PLANNED_SWITCHOVER_STORE_HUNG,
                RUNS,
                SHORT,
                with(HANGS, Injectors.pgcluster("switchover")))
            .within(5),
        LabFault.of(
                FaultKind.LEADER_HOST_LOST_STORE_HUNG,
                RUNS,
                SHORT,
                with(HANGS, Injectors::leaderPower))
            .within(30),
        LabFault.of(
                FaultKind.LEADER_HOST_LOST_STORE_GONE,
                RUNS,
                SHORT,
                with(GONE, Injectors::leaderPower))
            .within(30));
  }

  /** A fault that comes while the store has one, too. */
  private static LabFault.Preparation with(BlobFault store, LabFault.Preparation other) {
    return context -> {
      String leader = context.cluster().leader();
      Injection injection = other.prepare(context);
      return new Injection(
          injection.hosts(),
          () -> {
            context.store().inject(store);
            context.on(leader, "sh", "-c", CLOSE_SEGMENT);
            Pause.of(MILLIS_UNTIL_THE_ARCHIVER_WAITS);
            injection.inject().run();
          },
          () -> {
            injection.clear().run();
            context.store().heal();
          });
    };
  }
}
