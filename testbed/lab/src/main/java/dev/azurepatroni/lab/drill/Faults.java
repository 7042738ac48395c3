package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The drill of each fault. */
final class Faults {
  /** How many trials of a fault that has a target for its gap in most of them. */
  private static final int OFTEN = 10;

  private static final int SOME = 3;

  /** For a fault that stops writes at once, or not at all. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** For one that shows only when a lease of 20 s ends. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  private Faults() {}

  /** Those that a cluster with hosts in these zones can meet. */
  static List<Fault> of(Deployment deployment, List<String> zones) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(processes());
    faults.addAll(hosts());
    if (!tieBreakers(deployment).isEmpty()) {
      faults.add(
          Fault.of(
              FaultKind.TIE_BREAKER_LOST,
              SOME,
              SHORT,
              scene -> Strikes.powerLoss(scene, tieBreakers(scene.deployment()))));
    }
    zones.forEach(zone -> faults.add(zone(zone)));
    faults.addAll(links());
    faults.addAll(etcdAndDisks());
    return List.copyOf(faults);
  }

  private static List<Fault> processes() {
    return List.of(
        Fault.of(FaultKind.PLANNED_SWITCHOVER, OFTEN, SHORT, Strikes.pgcluster("switchover"))
            .aimed(5),
        Fault.of(FaultKind.LEADER_POSTGRES_CRASHED, OFTEN, SHORT, Strikes.kill("postgres"))
            .aimed(10),
        Fault.of(FaultKind.LEADER_POSTGRES_CRASH_LOOP, SOME, SHORT, Strikes::crashLoop),
        Fault.of(FaultKind.LEADER_PATRONI_KILLED, SOME, SHORT, Strikes.kill("patroni")).aimed(10),
        Fault.of(
            FaultKind.LEADER_PATRONI_FROZEN,
            SOME,
            LEASE,
            scene -> Strikes.freeze(scene, scene.cluster().leader(), "patroni")),
        Fault.of(FaultKind.ROLLING_RESTART, SOME, SHORT, Strikes.pgcluster("restart")));
  }

  private static List<Fault> hosts() {
    return List.of(
        Fault.of(FaultKind.LEADER_HOST_LOST, OFTEN, SHORT, Strikes::leaderPower).aimed(30),
        Fault.of(
                FaultKind.LEADER_HOST_LOST_WITH_ETCD_LEADER,
                OFTEN,
                SHORT,
                Strikes::leaderPowerWithEtcd)
            .aimed(30),
        Fault.of(
                FaultKind.STANDBY_HOST_LOST,
                SOME,
                SHORT,
                scene -> Strikes.powerLoss(scene, List.of(scene.cluster().standby())))
            .aimed(25),
        Fault.of(FaultKind.POOLER_HOST_LOST, SOME, SHORT, Strikes::poolerPower).aimed(10).with(6),
        Fault.of(
            FaultKind.DATABASE_HOSTS_POWER_CYCLED,
            SOME,
            SHORT,
            scene -> Strikes.powerCycle(scene, scene.databases())));
  }

  private static Fault zone(String zone) {
    return Fault.of(
            FaultKind.zoneLost(zone),
            OFTEN,
            SHORT,
            scene -> Strikes.powerLoss(scene, scene.zone(zone)))
        .aimed(30);
  }

  private static List<Fault> links() {
    return List.of(
        Fault.of(FaultKind.LEADER_ISOLATED, OFTEN, LEASE, Strikes.cut(Way.IN, Way.OUT)),
        Fault.of(FaultKind.LEADER_INBOUND_CUT, SOME, LEASE, Strikes.cut(Way.IN)),
        Fault.of(FaultKind.LEADER_OUTBOUND_CUT, SOME, LEASE, Strikes.cut(Way.OUT)));
  }

  private static List<Fault> etcdAndDisks() {
    return List.of(
        Fault.of(
            FaultKind.ETCD_FOLLOWER_FROZEN,
            SOME,
            LEASE,
            scene -> Strikes.freeze(scene, Strikes.etcdFollower(scene), "etcd")),
        Fault.of(
            FaultKind.ETCD_LEADER_FROZEN,
            SOME,
            LEASE,
            scene -> Strikes.freeze(scene, scene.cluster().etcdLeader(), "etcd")),
        Fault.of(FaultKind.LEADER_WAL_DISK_FULL, SOME, SHORT, Strikes::fill),
        Fault.of(FaultKind.LEADER_WAL_DISK_SLOW, SOME, LEASE, Strikes::slow));
  }

  /** etcd members on hosts that are no databases. */
  private static List<String> tieBreakers(Deployment deployment) {
    List<String> databases = deployment.databases().stream().map(Endpoint::name).toList();
    return deployment.voters().stream().filter(voter -> !databases.contains(voter)).toList();
  }
}
