package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults that are drilled. */
final class Faults {
  /** How many trials of a fault that has an aim for its gap in most of them. */
  private static final int OFTEN = 10;

  private static final int SOME = 3;

  /** For a fault that stops writes at once, or not at all. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** For one that shows only when a lease of 20 s ends. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  private static final String LEADER_LOST = "leader host lost";
  private static final String VOTER_LOST = "etcd member or witness lost";
  private static final String WITNESS = "witness-power-loss";

  private Faults() {}

  /** Those that a cluster with hosts in these zones can meet. */
  static List<Fault> of(Deployment deployment, List<String> zones) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(processes());
    faults.addAll(power());
    if (thirdVoters(deployment).isEmpty()) {
      faults.removeIf(it -> it.id().equals(WITNESS));
    }
    zones.forEach(zone -> faults.add(zone(zone)));
    faults.addAll(links());
    faults.addAll(etcd());
    faults.addAll(disks());
    return List.copyOf(faults);
  }

  private static List<Fault> processes() {
    return List.of(
        Fault.of("switchover", "planned switchover", OFTEN, SHORT, Strikes.pgcluster("switchover"))
            .budgeted("planned switchover")
            .aimed(5),
        Fault.of(
                "postgres-kill",
                "the leader's PostgreSQL killed",
                OFTEN,
                SHORT,
                Strikes.kill("postgres"))
            .budgeted("PostgreSQL of the leader crashes")
            .aimed(10),
        Fault.of(
            "postgres-crash-loop",
            "the leader's PostgreSQL killed for 20 s",
            SOME,
            SHORT,
            Strikes::crashLoop),
        Fault.of(
                "patroni-kill", "the leader's Patroni killed", SOME, SHORT, Strikes.kill("patroni"))
            .aimed(10),
        Fault.of(
            "patroni-freeze",
            "the leader's Patroni frozen",
            SOME,
            LEASE,
            scene -> Strikes.freeze(scene, scene.cluster().leader(), "patroni")),
        Fault.of("rolling-restart", "rolling restart", SOME, SHORT, Strikes.pgcluster("restart")));
  }

  private static List<Fault> power() {
    return List.of(
        Fault.of("leader-power-loss", LEADER_LOST, OFTEN, SHORT, Strikes::leaderPower)
            .budgeted(LEADER_LOST)
            .aimed(30),
        Fault.of(
                "leader-power-loss-with-etcd",
                "leader host lost, etcd's leader on it",
                OFTEN,
                SHORT,
                Strikes::leaderPowerWithEtcd)
            .budgeted("leader host lost, etcd leader on it")
            .aimed(30),
        Fault.of(
                "standby-power-loss",
                "standby host lost and returned",
                SOME,
                SHORT,
                scene -> Strikes.powerLoss(scene, List.of(scene.cluster().standby())))
            .budgeted("standby host lost")
            .aimed(25),
        Fault.of(
                WITNESS,
                "the voter without a database lost",
                SOME,
                SHORT,
                scene -> Strikes.powerLoss(scene, thirdVoters(scene.deployment())))
            .budgeted(VOTER_LOST),
        Fault.of("pooler-power-loss", "one pooler lost", SOME, SHORT, Strikes::poolerPower)
            .budgeted("one pooler lost")
            .aimed(10)
            .with(6),
        Fault.of(
            "databases-power-cycle",
            "both database hosts without power for 10 s",
            SOME,
            SHORT,
            scene -> Strikes.powerCycle(scene, scene.databases())));
  }

  private static Fault zone(String zone) {
    return Fault.of(
            "zone-" + zone,
            "zone %s lost".formatted(zone),
            OFTEN,
            SHORT,
            scene -> Strikes.powerLoss(scene, scene.zone(zone)))
        .budgeted("zone %s lost".formatted(zone))
        .aimed(30);
  }

  private static List<Fault> links() {
    return List.of(
        Fault.of("partition", "the leader's link cut", OFTEN, LEASE, Strikes.cut(Way.IN, Way.OUT))
            .budgeted(LEADER_LOST),
        // Renewals still leave it and may prolong its lease once: a lost host's budget does not
        // hold.
        Fault.of(
            "partition-in", "the leader's link cut towards it", SOME, LEASE, Strikes.cut(Way.IN)),
        Fault.of(
                "partition-out",
                "the leader's link cut away from it",
                SOME,
                LEASE,
                Strikes.cut(Way.OUT))
            .budgeted(LEADER_LOST));
  }

  private static List<Fault> etcd() {
    return List.of(
        Fault.of(
                "etcd-member",
                "an etcd follower frozen",
                SOME,
                LEASE,
                scene -> Strikes.freeze(scene, Strikes.etcdFollower(scene), "etcd"))
            .budgeted(VOTER_LOST),
        Fault.of(
                "etcd-leader",
                "etcd's leader frozen",
                SOME,
                LEASE,
                scene -> Strikes.freeze(scene, scene.cluster().etcdLeader(), "etcd"))
            .budgeted(VOTER_LOST));
  }

  private static List<Fault> disks() {
    return List.of(
        Fault.of("wal-disk-full", "the leader's WAL disk full", SOME, SHORT, Strikes::fill),
        Fault.of("slow-disk", "the leader's WAL disk slow", SOME, LEASE, Strikes::slow));
  }

  private static List<String> thirdVoters(Deployment deployment) {
    List<String> databases = deployment.databases().stream().map(Endpoint::name).toList();
    return deployment.voters().stream().filter(it -> !databases.contains(it)).toList();
  }
}
