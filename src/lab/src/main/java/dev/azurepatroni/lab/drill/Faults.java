package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.drill.Fault.Act;
import dev.azurepatroni.lab.drill.Fault.Plan;
import dev.azurepatroni.lab.drill.Fault.Strike;
import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.Deployment;
import java.io.IOException;
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
  private static final int WAL = 1;
  private static final int SLOW_IOPS = 20;
  private static final int KILLS = 40;
  private static final int MILLIS_BETWEEN_KILLS = 500;

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
        Fault.of("switchover", "planned switchover", OFTEN, SHORT, pgcluster("switchover"))
            .budgeted("planned switchover")
            .aimed(5),
        Fault.of("postgres-kill", "the leader's PostgreSQL killed", OFTEN, SHORT, kill("postgres"))
            .budgeted("PostgreSQL of the leader crashes")
            .aimed(10),
        Fault.of(
            "postgres-crash-loop",
            "the leader's PostgreSQL killed again and again for 20 s",
            SOME,
            SHORT,
            Faults::crashLoop),
        Fault.of("patroni-kill", "the leader's Patroni killed", SOME, SHORT, kill("patroni"))
            .aimed(10),
        Fault.of(
            "patroni-freeze",
            "the leader's Patroni frozen",
            SOME,
            LEASE,
            scene -> freeze(scene, scene.cluster().leader(), "patroni")),
        Fault.of("rolling-restart", "rolling restart", SOME, SHORT, pgcluster("restart")));
  }

  private static List<Fault> power() {
    return List.of(
        Fault.of("leader-power-loss", LEADER_LOST, OFTEN, SHORT, Faults::leaderPower)
            .budgeted(LEADER_LOST)
            .aimed(30),
        Fault.of(
                "leader-power-loss-with-etcd",
                "leader host lost, etcd's leader on it",
                OFTEN,
                SHORT,
                Faults::leaderPowerWithEtcd)
            .budgeted("leader host lost, etcd leader on it")
            .aimed(30),
        Fault.of(
                "standby-power-loss",
                "standby host lost and returned",
                SOME,
                SHORT,
                scene -> powerLoss(scene, List.of(scene.cluster().standby())))
            .budgeted("standby host lost")
            .aimed(25),
        Fault.of(
                WITNESS,
                "the voter without a database lost",
                SOME,
                SHORT,
                scene -> powerLoss(scene, thirdVoters(scene.deployment())))
            .budgeted(VOTER_LOST),
        Fault.of("pooler-power-loss", "one pooler lost", SOME, SHORT, Faults::poolerPower)
            .budgeted("one pooler lost")
            .aimed(10)
            .with(6),
        Fault.of(
            "databases-power-cycle",
            "both database hosts power-cycled",
            SOME,
            SHORT,
            scene -> powerLoss(scene, scene.databases())));
  }

  private static Fault zone(String zone) {
    return Fault.of(
            "zone-" + zone,
            "zone %s lost".formatted(zone),
            OFTEN,
            SHORT,
            scene -> powerLoss(scene, scene.zone(zone)))
        .budgeted("zone %s lost".formatted(zone))
        .aimed(30);
  }

  private static List<Fault> links() {
    return List.of(
        Fault.of("partition", "the leader's link cut", OFTEN, LEASE, cut(Way.IN, Way.OUT))
            .budgeted(LEADER_LOST),
        Fault.of("partition-in", "the leader's link cut towards it", SOME, LEASE, cut(Way.IN))
            .budgeted(LEADER_LOST),
        Fault.of("partition-out", "the leader's link cut away from it", SOME, LEASE, cut(Way.OUT))
            .budgeted(LEADER_LOST));
  }

  private static List<Fault> etcd() {
    return List.of(
        Fault.of(
                "etcd-member",
                "an etcd follower frozen",
                SOME,
                LEASE,
                scene -> freeze(scene, etcdFollower(scene), "etcd"))
            .budgeted(VOTER_LOST),
        Fault.of(
                "etcd-leader",
                "etcd's leader frozen",
                SOME,
                LEASE,
                scene -> freeze(scene, scene.cluster().etcdLeader(), "etcd"))
            .budgeted(VOTER_LOST));
  }

  private static List<Fault> disks() {
    return List.of(
        Fault.of("wal-disk-full", "the leader's WAL disk full", SOME, SHORT, Faults::fill),
        Fault.of("slow-disk", "the leader's WAL disk slow", SOME, LEASE, Faults::slow));
  }

  private static Plan pgcluster(String command) {
    return scene -> {
      String leader = scene.cluster().leader();
      return Strike.of(leader, () -> scene.on(leader, "pgcluster", command, "--yes"));
    };
  }

  private static Plan kill(String program) {
    return scene -> {
      String leader = scene.cluster().leader();
      ProcessFaults process = scene.process(leader, program);
      return Strike.of(leader, process::kill);
    };
  }

  private static Strike crashLoop(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    ProcessFaults postgres = scene.process(leader, "postgres");
    return Strike.of(
        leader,
        () -> {
          postgres.kill();
          for (int kill = 1; kill < KILLS; kill++) {
            Pause.of(MILLIS_BETWEEN_KILLS);
            if (postgres.isRunning()) {
              postgres.kill();
            }
          }
        });
  }

  private static Strike freeze(Scene scene, String host, String program) {
    ProcessFaults process = scene.process(host, program);
    return Strike.of(host, process::freeze, process::thaw);
  }

  private static Strike powerLoss(Scene scene, List<String> hosts) {
    Act lose = () -> scene.powerLoss(hosts);
    return Strike.of(String.join(", ", hosts), lose, () -> scene.start(hosts));
  }

  private static Strike leaderPower(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    if (scene.cluster().etcdLeader().equals(leader)) {
      // Where its timer would bring it.
      scene.leadEtcd(scene.cluster().standby());
    }
    return powerLoss(scene, List.of(leader));
  }

  private static Strike leaderPowerWithEtcd(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    // Or the timer would take it away before the power goes.
    scene.on(leader, "systemctl", "stop", "azure-patroni-etcd-leader.timer");
    scene.leadEtcd(leader);
    return powerLoss(scene, List.of(leader));
  }

  private static Strike poolerPower(Scene scene) {
    return powerLoss(scene, List.of(scene.deployment().poolers().get(0).name()));
  }

  private static List<String> thirdVoters(Deployment deployment) {
    List<String> databases = deployment.databases().stream().map(Endpoint::name).toList();
    return deployment.voters().stream().filter(it -> !databases.contains(it)).toList();
  }

  private static String etcdFollower(Scene scene) throws IOException {
    String leads = scene.cluster().etcdLeader();
    return scene.deployment().voters().stream()
        .filter(it -> !it.equals(leads))
        .findFirst()
        .orElseThrow(() -> new IOException("etcd has one voter only"));
  }

  private static Plan cut(Way... ways) {
    return scene -> {
      String leader = scene.cluster().leader();
      String address = scene.address(leader);
      FaultTable table = scene.links();
      return Strike.of(
          leader,
          () -> {
            for (Way way : ways) {
              table.cut(address, way);
            }
          },
          () -> {
            for (Way way : ways) {
              table.mend(address, way);
            }
          });
    };
  }

  private static Strike fill(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    DiskFaults disk = scene.disk(leader, WAL);
    return Strike.of(leader, disk::fill, disk::drain);
  }

  private static Strike slow(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    DiskFaults disk = scene.disk(leader, WAL);
    return Strike.of(leader, () -> disk.slow(SLOW_IOPS), disk::quick);
  }
}
