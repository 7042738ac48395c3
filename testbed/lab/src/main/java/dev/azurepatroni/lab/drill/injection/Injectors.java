package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.drill.injection.LabFault.Preparation;
import dev.azurepatroni.lab.fault.DiskFaults;
import dev.azurepatroni.lab.fault.ProcessFaults;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.verify.fault.Injection;
import java.io.IOException;
import java.util.List;

/** Prepares the faults of a lab's processes, power, links and disks. */
public final class Injectors {
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

  private Injectors() {}

  /** An operator's command on the leader, which does not ask. */
  static Preparation pgcluster(String command) {
    return context -> {
      String leader = context.cluster().leader();
      return Injection.of(leader, () -> context.on(leader, "pgcluster", command, "--yes"));
    };
  }

  /** SIGKILL to a program of the leader. */
  public static Preparation kill(String program) {
    return context -> {
      String leader = context.cluster().leader();
      ProcessFaults process = context.process(leader, program);
      return Injection.of(leader, process::kill);
    };
  }

  /** SIGKILL to the leader's PostgreSQL as often as it is there. */
  static Injection crashLoop(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    ProcessFaults postgres = context.process(leader, "postgres");
    return Injection.of(
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
  public static Injection freeze(DrillContext context, String host, String program) {
    ProcessFaults process = context.process(host, program);
    return Injection.of(host, process::freeze, process::thaw);
  }

  /** Power loss of hosts at the same time. */
  public static Injection powerLoss(DrillContext context, List<String> hosts) {
    return new Injection(hosts, () -> context.powerLoss(hosts), () -> context.start(hosts));
  }

  /** Power loss of hosts at the same time, and its return after a while. */
  static Injection powerCycle(DrillContext context, List<String> hosts) {
    Injection.Action cycle =
        () -> {
          context.powerLoss(hosts);
          Pause.of(MILLIS_WITHOUT_POWER);
          context.start(hosts);
        };
    return new Injection(hosts, cycle, Injection.NOTHING);
  }

  /** Power loss of the leader, while another etcd member is the leader. */
  static Injection leaderPower(DrillContext context) throws IOException {
    return powerLoss(context, List.of(leaderWithoutEtcd(context)));
  }

  /** The leader, while another etcd member is the leader. */
  static String leaderWithoutEtcd(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    if (context.cluster().etcdLeader().equals(leader)) {
      // Where its timer would bring it.
      context.leadEtcd(context.cluster().standby());
    }
    return leader;
  }

  /** Power loss of the leader, which is the etcd leader, too. */
  static Injection leaderPowerWithEtcd(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    // Or the timer would take it away before the power goes.
    context.on(leader, "systemctl", "stop", "azure-patroni-etcd-leader.timer");
    context.leadEtcd(leader);
    return powerLoss(context, List.of(leader));
  }

  /** Power loss of the first pooler. */
  static Injection poolerPower(DrillContext context) {
    return powerLoss(context, List.of(context.deployment().poolers().get(0).name()));
  }

  /** An etcd member that is not the leader. */
  static String etcdFollower(DrillContext context) throws IOException {
    String etcdLeader = context.cluster().etcdLeader();
    return context.deployment().voters().stream()
        .filter(member -> !member.equals(etcdLeader))
        .findFirst()
        .orElseThrow(() -> new IOException("etcd has only one member"));
  }

  /** The leader's link cut. */
  public static Preparation cut(Way... ways) {
    return context -> {
      String leader = context.cluster().leader();
      String address = context.address(leader);
      FaultTable table = context.links();
      return Injection.of(
          leader,
          () -> {
            for (Way way : ways) {
              table.cut(address, way);
            }
          },
          () -> {
            for (Way way : ways) {
              table.heal(address, way);
            }
          });
    };
  }

  /** The leader's WAL disk full. */
  public static Injection fill(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    DiskFaults disk = context.disk(leader, WAL);
    return Injection.of(
        leader,
        () -> {
          disk.fill();
          context.on(leader, "timeout", "60", "bash", "-c", USE_UP_WAL);
        },
        disk::free);
  }

  /** The leader's WAL disk slow. */
  public static Injection slow(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    DiskFaults disk = context.disk(leader, WAL);
    return Injection.of(leader, () -> disk.slow(SLOW_IOPS), disk::unthrottle);
  }
}
