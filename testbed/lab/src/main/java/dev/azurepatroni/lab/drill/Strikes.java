package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.drill.Fault.Act;
import dev.azurepatroni.lab.drill.Fault.Plan;
import dev.azurepatroni.lab.drill.Fault.Strike;
import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.shell.Pause;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How faults are caused: each meets whom it should by who leads now. */
final class Strikes {
  private static final int WAL = 1;
  private static final int SLOW_IOPS = 20;
  private static final int KILLS = 40;

  /** Goes from segment to segment until there is none any more and PostgreSQL stops. */
  private static final String USE_UP_WAL =
      """
      while runuser -u postgres -- psql -qAtc "select pg_logical_emit_message(false, 'drill', 'x'), pg_switch_wal()" postgres
      do :
      done > /dev/null 2>&1
      true""";

  private static final int MILLIS_WITHOUT_POWER = 10_000;
  private static final int MILLIS_BETWEEN_KILLS = 500;

  private Strikes() {}

  /** An operator's command on the leader, which does not ask. */
  static Plan pgcluster(String command) {
    return scene -> {
      String leader = scene.cluster().leader();
      return Strike.of(leader, () -> scene.on(leader, "pgcluster", command, "--yes"));
    };
  }

  /** SIGKILL to a program of the leader. */
  static Plan kill(String program) {
    return scene -> {
      String leader = scene.cluster().leader();
      ProcessFaults process = scene.process(leader, program);
      return Strike.of(leader, process::kill);
    };
  }

  /** SIGKILL to the leader's PostgreSQL as often as it is there. */
  static Strike crashLoop(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    ProcessFaults postgres = scene.process(leader, "postgres");
    return Strike.of(
        leader,
        () -> {
          postgres.kill();
          for (int kill = 1; kill < KILLS; kill++) {
            Pause.of(MILLIS_BETWEEN_KILLS);
            postgres.killIfThere();
          }
        });
  }

  /** SIGSTOP to a program of a host. */
  static Strike freeze(Scene scene, String host, String program) {
    ProcessFaults process = scene.process(host, program);
    return Strike.of(host, process::freeze, process::thaw);
  }

  /** Power loss of hosts at the same time. */
  static Strike powerLoss(Scene scene, List<String> hosts) {
    Act lose = () -> scene.powerLoss(hosts);
    return new Strike(hosts, lose, Optional.of(() -> scene.start(hosts)));
  }

  /** Power loss of hosts at the same time, and its return after a while. */
  static Strike powerCycle(Scene scene, List<String> hosts) {
    Act cycle =
        () -> {
          scene.powerLoss(hosts);
          Pause.of(MILLIS_WITHOUT_POWER);
          scene.start(hosts);
        };
    return new Strike(hosts, cycle, Optional.empty());
  }

  /** Power loss of the leader, while another voter leads etcd. */
  static Strike leaderPower(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    if (scene.cluster().etcdLeader().equals(leader)) {
      // Where its timer would bring it.
      scene.leadEtcd(scene.cluster().standby());
    }
    return powerLoss(scene, List.of(leader));
  }

  /** Power loss of the leader, which leads etcd too. */
  static Strike leaderPowerWithEtcd(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    // Or the timer would take it away before the power goes.
    scene.on(leader, "systemctl", "stop", "azure-patroni-etcd-leader.timer");
    scene.leadEtcd(leader);
    return powerLoss(scene, List.of(leader));
  }

  /** Power loss of the first pooler. */
  static Strike poolerPower(Scene scene) {
    return powerLoss(scene, List.of(scene.deployment().poolers().get(0).name()));
  }

  /** A voter that does not lead etcd. */
  static String etcdFollower(Scene scene) throws IOException {
    String leads = scene.cluster().etcdLeader();
    return scene.deployment().voters().stream()
        .filter(it -> !it.equals(leads))
        .findFirst()
        .orElseThrow(() -> new IOException("etcd has one voter only"));
  }

  /** The leader's link cut. */
  static Plan cut(Way... ways) {
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

  /** The leader's WAL disk full. */
  static Strike fill(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    DiskFaults disk = scene.disk(leader, WAL);
    return Strike.of(
        leader,
        () -> {
          disk.fill();
          scene.on(leader, "timeout", "60", "bash", "-c", USE_UP_WAL);
        },
        disk::drain);
  }

  /** The leader's WAL disk slow. */
  static Strike slow(Scene scene) throws IOException {
    String leader = scene.cluster().leader();
    DiskFaults disk = scene.disk(leader, WAL);
    return Strike.of(leader, () -> disk.slow(SLOW_IOPS), disk::quick);
  }
}
