package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The drill of each fault. */
public final class LabFaults {
  /** How many runs of a fault that has a target for its gap in most of them. */
  private static final int OFTEN = 10;

  private static final int SOME = 3;

  /** For a fault that stops writes at once, or not at all. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** For one that shows only when a lease of 20 s ends. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  private LabFaults() {}

  /** Those that a cluster with hosts in these zones can meet. */
  public static List<LabFault> of(DeployedCluster deployment, List<String> zones) {
    List<LabFault> faults = new ArrayList<>();
    faults.addAll(processes());
    faults.addAll(hosts());
    if (!tieBreakers(deployment).isEmpty()) {
      faults.add(
          LabFault.of(
              FaultKind.TIE_BREAKER_LOST,
              SOME,
              SHORT,
              context -> Injectors.powerLoss(context, tieBreakers(context.deployment()))));
    }
    zones.forEach(zone -> faults.add(zone(zone)));
    faults.addAll(links());
    faults.addAll(etcdAndDisks());
    faults.addAll(Hangs.faults());
    faults.addAll(StoreFaults.of(deployment));
    return List.copyOf(faults);
  }

  private static List<LabFault> processes() {
    return List.of(
        LabFault.of(FaultKind.PLANNED_SWITCHOVER, OFTEN, SHORT, Injectors.pgcluster("switchover"))
            .within(5),
        LabFault.of(FaultKind.LEADER_POSTGRES_CRASHED, OFTEN, SHORT, Injectors.kill("postgres"))
            .within(10),
        LabFault.of(FaultKind.LEADER_POSTGRES_CRASH_LOOP, SOME, SHORT, Injectors::crashLoop),
        LabFault.of(FaultKind.LEADER_PATRONI_KILLED, SOME, SHORT, Injectors.kill("patroni"))
            .within(10),
        LabFault.of(
            FaultKind.LEADER_PATRONI_FROZEN,
            SOME,
            LEASE,
            context -> Injectors.freeze(context, context.cluster().leader(), "patroni")),
        LabFault.of(FaultKind.ROLLING_RESTART, SOME, SHORT, Injectors.pgcluster("restart")));
  }

  private static List<LabFault> hosts() {
    return List.of(
        LabFault.of(FaultKind.LEADER_HOST_LOST, OFTEN, SHORT, Injectors::leaderPower).within(30),
        LabFault.of(
                FaultKind.LEADER_HOST_LOST_WITH_ETCD_LEADER,
                OFTEN,
                SHORT,
                Injectors::leaderPowerWithEtcd)
            .within(30),
        LabFault.of(
                FaultKind.STANDBY_HOST_LOST,
                SOME,
                SHORT,
                context -> Injectors.powerLoss(context, List.of(context.cluster().standby())))
            .within(8),
        LabFault.of(
                FaultKind.STANDBY_POSTGRES_FROZEN,
                SOME,
                LEASE,
                context -> Injectors.freeze(context, context.cluster().standby(), "postgres"))
            .within(8),
        LabFault.of(FaultKind.POOLER_HOST_LOST, SOME, SHORT, Injectors::poolerPower)
            .within(10)
            .with(6),
        LabFault.of(
            FaultKind.DATABASE_HOSTS_POWER_CYCLED,
            SOME,
            SHORT,
            context -> Injectors.powerCycle(context, context.databases())));
  }

  private static LabFault zone(String zone) {
    return LabFault.of(
            FaultKind.zoneLost(zone),
            OFTEN,
            SHORT,
            context -> Injectors.powerLoss(context, context.zone(zone)))
        .within(30);
  }

  private static List<LabFault> links() {
    return List.of(
        LabFault.of(FaultKind.LEADER_ISOLATED, OFTEN, LEASE, Injectors.cut(Way.IN, Way.OUT)),
        LabFault.of(FaultKind.LEADER_INBOUND_CUT, SOME, LEASE, Injectors.cut(Way.IN)),
        LabFault.of(FaultKind.LEADER_OUTBOUND_CUT, SOME, LEASE, Injectors.cut(Way.OUT)));
  }

  private static List<LabFault> etcdAndDisks() {
    return List.of(
        LabFault.of(
            FaultKind.ETCD_FOLLOWER_FROZEN,
            SOME,
            LEASE,
            context -> Injectors.freeze(context, Injectors.etcdFollower(context), "etcd")),
        LabFault.of(
            FaultKind.ETCD_LEADER_FROZEN,
            SOME,
            LEASE,
            context -> Injectors.freeze(context, context.cluster().etcdLeader(), "etcd")),
        LabFault.of(FaultKind.LEADER_WAL_DISK_FULL, SOME, SHORT, Injectors::fill),
        LabFault.of(FaultKind.LEADER_WAL_DISK_SLOW, SOME, LEASE, Injectors::slow));
  }

  /** etcd members on hosts that are no databases. */
  static List<String> tieBreakers(DeployedCluster deployment) {
    List<String> databases = deployment.databases().stream().map(Endpoint::name).toList();
    return deployment.voters().stream().filter(voter -> !databases.contains(voter)).toList();
  }
}
