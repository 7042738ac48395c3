package dev.azurepatroni.topology.budget;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The faults that have an RTO budget. The {@linkplain #id() id} is the key of the budget, of the
 * stack's outputs, of drills and of verification; the title is for people.
 */
public enum FaultKind {
  /** An operator moves the leader role to the standby. */
  PLANNED_SWITCHOVER("planned switchover"),
  /** An operator restarts every database host, one after the other. */
  ROLLING_RESTART("rolling restart"),
  /** The postmaster of the leader is killed. */
  LEADER_POSTGRES_CRASHED("leader's PostgreSQL crashes"),
  /** The postmaster of the leader is killed again and again. */
  LEADER_POSTGRES_CRASH_LOOP("leader's PostgreSQL crashes for 20 s"),
  /** Patroni of the leader is killed; systemd restarts it. */
  LEADER_PATRONI_KILLED("leader's Patroni killed"),
  /** Patroni of the leader hangs. */
  LEADER_PATRONI_FROZEN("leader's Patroni frozen"),
  /** The leader's host loses power; another member leads etcd. */
  LEADER_HOST_LOST("leader host lost"),
  /** The leader's host loses power and is the etcd leader, too. */
  LEADER_HOST_LOST_WITH_ETCD_LEADER("leader host lost with the etcd leader"),
  /** The standby's host loses power. */
  STANDBY_HOST_LOST("standby host lost"),
  /** PostgreSQL of the standby hangs while its kernel answers. */
  STANDBY_POSTGRES_FROZEN("standby's PostgreSQL frozen"),
  /** The host of the etcd member that is not a database loses power. */
  TIE_BREAKER_LOST("etcd tie-breaker lost"),
  /** The host of one pooler loses power. */
  POOLER_HOST_LOST("one pooler lost"),
  /** All database hosts lose power for 10 s. */
  DATABASE_HOSTS_POWER_CYCLED("all database hosts without power for 10 s"),
  /** Zone 1 is lost. */
  ZONE_1_LOST("zone 1 lost"),
  /** Zone 2 is lost. */
  ZONE_2_LOST("zone 2 lost"),
  /** Zone 3 is lost. */
  ZONE_3_LOST("zone 3 lost"),
  /** No packet reaches or leaves the leader's host. */
  LEADER_ISOLATED("leader's link cut"),
  /** No packet reaches the leader's host. */
  LEADER_INBOUND_CUT("leader's link cut, inbound"),
  /** No packet leaves the leader's host. */
  LEADER_OUTBOUND_CUT("leader's link cut, outbound"),
  /** An etcd member that does not lead hangs. */
  ETCD_FOLLOWER_FROZEN("etcd follower frozen"),
  /** The etcd leader hangs. */
  ETCD_LEADER_FROZEN("etcd leader frozen"),
  /** The leader's WAL disk is full. */
  LEADER_WAL_DISK_FULL("leader's WAL disk full"),
  /** The leader's WAL disk does 20 operations a second. */
  LEADER_WAL_DISK_SLOW("leader's WAL disk slow"),
  /** PostgreSQL of the leader hangs while its kernel answers. */
  LEADER_POSTGRES_FROZEN("leader's PostgreSQL frozen"),
  /** Only the postmaster of the leader is stopped: sessions go on, logins hang. */
  LEADER_POSTMASTER_STOPPED("leader's postmaster stopped"),
  /** The leader's sessions that look passwords up for PgBouncer hang. */
  PASSWORD_LOOKUP_FROZEN("password lookups frozen"),
  /** Patroni's REST interface on the leader accepts connections and answers nothing. */
  LEADER_REST_SILENT("leader's REST port silent"),
  /** The leader's host is not scheduled for 3 s, as in a live migration. */
  LEADER_HOST_FROZEN_3_S("leader host frozen for 3 s"),
  /** The leader's host is not scheduled for 8 s. */
  LEADER_HOST_FROZEN_8_S("leader host frozen for 8 s"),
  /** The leader's host is not scheduled for 25 s. */
  LEADER_HOST_FROZEN_25_S("leader host frozen for 25 s"),
  /** The leader's host is not scheduled for 60 s. */
  LEADER_HOST_FROZEN_60_S("leader host frozen for 60 s"),
  /** The leader's host loses power in the middle of a COPY. */
  LEADER_HOST_LOST_IN_COPY("leader host lost in a large COPY"),
  /** One process of PgBouncer hangs; its kernel accepts connections for it. */
  PGBOUNCER_PROCESS_FROZEN("one PgBouncer process frozen"),
  /** All of a pooler's host hangs. */
  POOLER_HOST_FROZEN("pooler host frozen"),
  /** The standby's WAL disk does 1 operation a second. */
  STANDBY_WAL_DISK_SLOW("standby's WAL disk at 1 write a second"),
  /** What leaves the leader's host arrives 2 s later, for 30 s. */
  LEADER_LINK_DELAYED("leader's link 2 s late, for 30 s"),
  /** The leader's link loses 30 % of the packets for 30 s. */
  LEADER_LINK_LOSSY("leader's link loses 30 %, for 30 s"),
  /** The leader's host has 2 % of one core for 5 s. */
  LEADER_CPU_STARVED("leader's CPU at 2 %, for 5 s"),
  /** No write to the leader's data disk returns for 30 s. */
  LEADER_DATA_DISK_STALLED("leader's data disk stalls for 30 s"),
  /** No write to the leader's WAL disk returns for 30 s. */
  LEADER_WAL_DISK_STALLED("leader's WAL disk stalls for 30 s"),
  /** No write to the disk of the etcd leader returns for 30 s. */
  ETCD_LEADER_DISK_STALLED("etcd leader's disk stalls for 30 s"),
  /** An operator moves the leader role while the backup store accepts and never answers. */
  PLANNED_SWITCHOVER_STORE_HUNG("planned switchover, backup store hangs"),
  /** The leader's host loses power while the backup store accepts and never answers. */
  LEADER_HOST_LOST_STORE_HUNG("leader host lost, backup store hangs"),
  /** The leader's host loses power while the backup store refuses connections. */
  LEADER_HOST_LOST_STORE_GONE("leader host lost, backup store gone");

  private final String title;

  FaultKind(String title) {
    this.title = title;
  }

  /** {@return the key, for example {@code leader-host-lost}} */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return what people read; nothing compares it} */
  public String title() {
    return title;
  }

  /**
   * The fault of an id.
   *
   * @param id for example {@code leader-host-lost}
   * @return the fault; empty if the id is unknown
   */
  public static Optional<FaultKind> find(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }

  /**
   * The loss of a zone.
   *
   * @param zone {@code 1}, {@code 2} or {@code 3}
   * @return the fault
   * @throws IllegalArgumentException if it is another zone
   */
  public static FaultKind zoneLost(String zone) {
    return find("zone-%s-lost".formatted(zone))
        .orElseThrow(() -> new IllegalArgumentException("zone must be 1, 2 or 3, not " + zone));
  }
}
