package dev.azurepatroni.lab.drill.injection;

import dev.azurepatroni.lab.drill.injection.LabFault.Preparation;
import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.shell.Pause;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.fault.Injection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Drills of what hangs, is late or loses some, and does not end. */
final class Hangs {
  private static final int RUNS = 3;
  private static final int DATA = 0;
  private static final int WAL = 1;
  private static final int REST = 8008;
  private static final int SLOWEST_IOPS = 1;
  private static final int LATE_MILLIS = 2000;
  private static final int LOST_PERCENT = 30;
  private static final int STARVED_PERCENT = 2;
  private static final int CLIENTS = 6;

  /** For a fault that stops writes at once, or not at all. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /**
   * For one that shows only when a lease of 20 s ends, or poolers have heard no leader for 30 s.
   */
  private static final Duration LONG = Duration.ofSeconds(35);

  /** For one that a watch ends within some seconds, or a probe. */
  private static final Duration WATCHED = Duration.ofSeconds(20);

  /** For a postmaster, which a watch ends after 30 s. */
  private static final Duration POSTMASTER_WATCHED = Duration.ofSeconds(50);

  /** Stops the sessions of the role that PgBouncer looks passwords up with. */
  private static final String FREEZE_LOOKUPS =
      """
      pids=$(runuser -u postgres -- psql -qAt --host=/run/postgresql --dbname=postgres \
        --command="select pid from pg_stat_activity where usename = 'pgbouncer_auth'")
      test -n "$pids" && kill -STOP $pids""";

  private static final Duration LASTING = Duration.ofSeconds(30);
  private static final Duration STARVED = Duration.ofSeconds(5);

  /** What a COPY writes, and how long it writes before the power goes. */
  private static final long COPY_BYTES = 2L << 30;

  private static final int COPY_MILLIS = 5000;

  private Hangs() {}

  /** Chooses a host by its current role. */
  private interface Role {
    String host(DrillContext context) throws IOException;
  }

  /** Does something to a host. */
  private interface Effect {
    void on(HostFaults faults) throws IOException;
  }

  private static final Role LEADER = Injectors::leaderWithoutEtcd;
  private static final Role STANDBY = context -> context.cluster().standby();
  private static final Role ETCD_LEADER = Hangs::etcdLeader;
  private static final Role POOLER = context -> context.deployment().poolers().get(0).name();

  /** All of them. */
  static List<LabFault> faults() {
    return List.of(
        LabFault.of(
                FaultKind.LEADER_POSTGRES_FROZEN,
                RUNS,
                LONG,
                held(LEADER, faults -> faults.freeze("postgres"), HostFault.FREEZE))
            .within(26),
        LabFault.of(
            FaultKind.LEADER_POSTMASTER_STOPPED,
            RUNS,
            POSTMASTER_WATCHED,
            held(LEADER, faults -> faults.freezeOldest("postgres"), HostFault.FREEZE)),
        LabFault.of(FaultKind.PASSWORD_LOOKUP_FROZEN, RUNS, LASTING, Hangs::lookups),
        LabFault.of(
                FaultKind.LEADER_REST_SILENT,
                RUNS,
                LONG,
                held(LEADER, faults -> faults.silence(REST), HostFault.SILENCE))
            .within(1),
        paused(FaultKind.LEADER_HOST_FROZEN_3_S, 3),
        paused(FaultKind.LEADER_HOST_FROZEN_8_S, 8),
        paused(FaultKind.LEADER_HOST_FROZEN_25_S, 25),
        paused(FaultKind.LEADER_HOST_FROZEN_60_S, 60),
        LabFault.of(FaultKind.LEADER_HOST_LOST_IN_COPY, RUNS, SHORT, Hangs::copy),
        LabFault.of(
                FaultKind.PGBOUNCER_PROCESS_FROZEN,
                RUNS,
                WATCHED,
                held(POOLER, faults -> faults.freezeOldest("pgbouncer"), HostFault.FREEZE))
            .within(12)
            .with(CLIENTS),
        LabFault.of(
                FaultKind.POOLER_HOST_FROZEN,
                RUNS,
                WATCHED,
                held(POOLER, HostFaults::pause, HostFault.PAUSE))
            .within(12)
            .with(CLIENTS),
        timed(
            FaultKind.STANDBY_WAL_DISK_SLOW,
            STANDBY,
            LASTING,
            faults -> faults.slow(WAL, SLOWEST_IOPS),
            HostFault.SLOW),
        timed(
            FaultKind.LEADER_LINK_DELAYED,
            LEADER,
            LASTING,
            faults -> faults.delay(LATE_MILLIS),
            HostFault.DELAY),
        timed(
            FaultKind.LEADER_LINK_LOSSY,
            LEADER,
            LASTING,
            faults -> faults.lose(LOST_PERCENT),
            HostFault.LOSE),
        timed(
            FaultKind.LEADER_CPU_STARVED,
            LEADER,
            STARVED,
            faults -> faults.starve(STARVED_PERCENT),
            HostFault.STARVE),
        stalled(FaultKind.LEADER_DATA_DISK_STALLED, LEADER, faults -> faults.stall(DATA)),
        stalled(FaultKind.LEADER_WAL_DISK_STALLED, LEADER, faults -> faults.stall(WAL)),
        stalled(FaultKind.ETCD_LEADER_DISK_STALLED, ETCD_LEADER, HostFaults::stallSystem));
  }

  /** The etcd leader: on a host without PostgreSQL if there is one, for its disks stall, too. */
  private static String etcdLeader(DrillContext context) throws IOException {
    List<String> apart = LabFaults.tieBreakers(context.deployment());
    if (apart.isEmpty()) {
      return context.cluster().etcdLeader();
    }
    context.leadEtcd(apart.get(0));
    return apart.get(0);
  }

  private static LabFault paused(FaultKind kind, int seconds) {
    return timed(kind, LEADER, Duration.ofSeconds(seconds), HostFaults::pause, HostFault.PAUSE);
  }

  private static LabFault stalled(FaultKind kind, Role role, Effect effect) {
    return timed(kind, role, LASTING, effect, HostFault.STALL);
  }

  private static LabFault timed(
      FaultKind kind, Role role, Duration lasting, Effect effect, HostFault clear) {
    Preparation held = held(role, effect, clear);
    return LabFault.of(kind, RUNS, SHORT, context -> held.prepare(context).lasting(lasting));
  }

  /** A fault of the host of a role, held until it is cleared. */
  private static Preparation held(Role role, Effect effect, HostFault clear) {
    return context -> {
      String host = role.host(context);
      HostFaults faults = context.faults(host);
      return Injection.of(host, () -> effect.on(faults), () -> faults.clear(clear));
    };
  }

  /** Sessions of the leader that look passwords up, stopped. */
  private static Injection lookups(DrillContext context) throws IOException {
    String leader = context.cluster().leader();
    HostFaults faults = context.faults(leader);
    return Injection.of(
        leader,
        () -> context.on(leader, "bash", "-c", FREEZE_LOOKUPS),
        () -> faults.clear(HostFault.FREEZE));
  }

  /** Power loss of the leader in the middle of a COPY. */
  private static Injection copy(DrillContext context) throws IOException {
    String leader = Injectors.leaderWithoutEtcd(context);
    psql(context, leader, "drop table if exists lab_copy", "create table lab_copy (line text)");
    String copy =
        "copy lab_copy from program 'yes %s | head --bytes %d'"
            .formatted("x".repeat(60), COPY_BYTES);
    return new Injection(
        List.of(leader),
        () -> {
          context.on(
              leader,
              "systemd-run",
              "--quiet",
              "--uid=postgres",
              "psql",
              "--host=/run/postgresql",
              "--command=" + copy);
          Pause.of(COPY_MILLIS);
          context.powerLoss(List.of(leader));
        },
        () -> {
          context.start(List.of(leader));
          psql(context, context.cluster().leader(), "drop table lab_copy");
        });
  }

  private static void psql(DrillContext context, String host, String... statements)
      throws IOException {
    for (String statement : statements) {
      context.on(
          host,
          "timeout",
          "60",
          "runuser",
          "--user=postgres",
          "--",
          "psql",
          "--quiet",
          "--host=/run/postgresql",
          "--set=ON_ERROR_STOP=1",
          "--command=" + statement);
    }
  }
}
