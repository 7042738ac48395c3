package dev.azurepatroni.topology.budget;

import static dev.azurepatroni.topology.budget.FaultBudget.bounded;
import static java.time.Duration.ZERO;

import java.time.Duration;
import java.util.List;

/** The budgets of what hangs, is late or loses some, and does not end. */
final class HangBudget {
  /** How long the faults of a link and of a disk last. */
  private static final Duration LASTING = Duration.ofSeconds(30);

  private static final Duration STARVED = Duration.ofSeconds(5);

  /** A silent postmaster is ended after 30 s; the watch looks every 5 s. */
  private static final Duration POSTMASTER_WATCHED = Duration.ofSeconds(35);

  /** Patroni's next loop and the promotion. */
  private static final Duration PROMOTE = Duration.ofSeconds(1);

  /** PgBouncer's client_login_timeout, which ends a lookup that is not answered. */
  private static final Duration LOOKUP = Duration.ofSeconds(5);

  /** PgBouncer's processes that a client meets in turn; each has a lookup of its own. */
  private static final int LOOKUPS = 2;

  /** The attempt of a client that waited for it. */
  private static final Duration CLIENT_ANSWER = Duration.ofSeconds(3);

  /** Replay of what a COPY wrote last. */
  private static final Duration REPLAY = Duration.ofSeconds(5);

  private HangBudget() {}

  /** The budgets of all of them. */
  static List<FaultBudget> of(RtoBudget.Terms terms) {
    Duration standby = terms.standbyLost();
    String link = "for as long as it lasts, and commits that wait for the standby's connection";
    return List.of(
        bounded(
            FaultKind.LEADER_POSTGRES_FROZEN,
            ZERO,
            terms.lostWorst(),
            "as for a lost host: Patroni hangs with it and the lease expires"),
        bounded(
            FaultKind.LEADER_POSTMASTER_STOPPED,
            ZERO,
            POSTMASTER_WATCHED.plus(terms.loop()).plus(PROMOTE).plus(terms.reach()),
            "logins fail until the host's watch ends it, then as in a crash; sessions go on"),
        bounded(
            FaultKind.PASSWORD_LOOKUP_FROZEN,
            ZERO,
            LOOKUP.multipliedBy(LOOKUPS).plus(CLIENT_ANSWER).plus(terms.reach()),
            "logins wait until a process gives its lookup up; then another process may wait, too"),
        bounded(FaultKind.LEADER_REST_SILENT, ZERO, ZERO, "the leader is well, and stays leader"),
        frozen(FaultKind.LEADER_HOST_FROZEN_3_S, 3, terms),
        frozen(FaultKind.LEADER_HOST_FROZEN_8_S, 8, terms),
        frozen(FaultKind.LEADER_HOST_FROZEN_25_S, 25, terms),
        frozen(FaultKind.LEADER_HOST_FROZEN_60_S, 60, terms),
        bounded(
            FaultKind.LEADER_HOST_LOST_IN_COPY,
            terms.lostBest(),
            terms.lostWorst().plus(REPLAY),
            "as for a lost host, and the replay of what the COPY wrote last"),
        bounded(
            FaultKind.PGBOUNCER_PROCESS_FROZEN,
            ZERO,
            terms.otherPooler(),
            "its clients reconnect, to another process once the host's watch has ended it"),
        bounded(
            FaultKind.POOLER_HOST_FROZEN,
            ZERO,
            terms.otherPooler(),
            "its clients reconnect, to another once a probe has timed out"),
        bounded(
            FaultKind.STANDBY_WAL_DISK_SLOW,
            ZERO,
            LASTING.plus(terms.reach()),
            "every commit waits for that disk, until it recovers or pgcluster synchronous off"),
        bounded(FaultKind.LEADER_LINK_DELAYED, ZERO, LASTING.plus(standby), link),
        bounded(FaultKind.LEADER_LINK_LOSSY, ZERO, LASTING.plus(standby), link),
        bounded(FaultKind.LEADER_CPU_STARVED, ZERO, STARVED.plus(standby), link),
        bounded(
            FaultKind.LEADER_DATA_DISK_STALLED,
            ZERO,
            ZERO,
            "commits need the WAL disk only; a checkpoint waits"),
        bounded(
            FaultKind.LEADER_WAL_DISK_STALLED,
            ZERO,
            LASTING.plus(terms.reach()),
            "commits wait for as long as it lasts; no failover"),
        bounded(FaultKind.ETCD_LEADER_DISK_STALLED, ZERO, ZERO, "an election within the lease"));
  }

  /** As long as the host is frozen, then as for a lost standby; at most as for a lost leader. */
  private static FaultBudget frozen(FaultKind fault, int seconds, RtoBudget.Terms terms) {
    Duration lasting = Duration.ofSeconds(seconds);
    if (lasting.compareTo(terms.lostWorst()) >= 0) {
      return bounded(
          fault, terms.lostBest(), terms.lostWorst(), "as for a lost host: another leads");
    }
    Duration best = lasting.compareTo(terms.lostBest()) < 0 ? lasting : terms.lostBest();
    return bounded(
        fault,
        best,
        longer(lasting.plus(terms.standbyLost()), best),
        "as long as it lasts, and until the standby's connection is back");
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
