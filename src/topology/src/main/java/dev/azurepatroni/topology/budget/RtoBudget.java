package dev.azurepatroni.topology.budget;

import static dev.azurepatroni.topology.budget.FaultBudget.bounded;
import static dev.azurepatroni.topology.budget.FaultBudget.unbounded;
import static dev.azurepatroni.topology.budget.Timeouts.ETCD_ELECTION;
import static dev.azurepatroni.topology.budget.Timeouts.LEADER_ANSWER;
import static dev.azurepatroni.topology.budget.Timeouts.LEADER_LOOK;
import static dev.azurepatroni.topology.budget.Timeouts.LEADER_RELOAD;
import static dev.azurepatroni.topology.budget.Timeouts.SERVER_LOGIN_RETRY;
import static dev.azurepatroni.topology.budget.Timeouts.WAL_SENDER_TIMEOUT;
import static java.time.Duration.ZERO;

import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import dev.azurepatroni.topology.spec.LoadBalancersSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long clients of the pooler endpoint cannot write, by fault: best and worst case, calculated
 * from Patroni's lease, the election and the poolers' polling interval. Measured figures are
 * compared with it and never replace it.
 *
 * @param faults one budget for each fault
 */
public record RtoBudget(List<FaultBudget> faults) {
  private static final Duration LEASE_EXPIRY_CHECK = Duration.ofMillis(500);
  private static final Duration DEAD_MEMBER = Duration.ofSeconds(2);
  private static final Duration PROMOTE = Duration.ofSeconds(1);

  /** A leader that steps down on request writes two checkpoints; each takes up to 1 s when idle. */
  private static final Duration DEMOTE_BEST = Duration.ofSeconds(1);

  private static final Duration DEMOTE_WORST = Duration.ofSeconds(2);

  /** Until PostgreSQL no longer waits for a standby that is gone: a reload. */
  private static final Duration RELEASE = Duration.ofSeconds(1);

  /**
   * The connect time-out that docs/explanation/verification.md recommends; a client may try the
   * dead pooler.
   */
  private static final Duration CLIENT_CONNECT = Duration.ofSeconds(2);

  /** How long the fault of the same name keeps the database hosts off. */
  private static final Duration POWER_AWAY = Duration.ofSeconds(10);

  /** From power on to a running Patroni. */
  private static final Duration BOOT = Duration.ofSeconds(30);

  /** A group commit on a disk of 20 operations a second. */
  private static final Duration SLOW_COMMIT = Duration.ofSeconds(1);

  /**
   * Copies what it is given.
   *
   * @param faults one budget for each fault
   */
  public RtoBudget {
    faults = List.copyOf(faults);
  }

  /**
   * Calculates the budget.
   *
   * @param patroni lease and loop
   * @param balancers probe
   * @param proof what the loss of each zone leaves
   * @param tieBreaker whether an etcd member runs on a host that is not a database
   * @param store whether the cluster has a backup store
   * @return best and worst case of each fault that the cluster can meet
   */
  public static RtoBudget of(
      PatroniSpec patroni,
      LoadBalancersSpec balancers,
      QuorumProof proof,
      boolean tieBreaker,
      boolean store) {
    Terms terms = Terms.of(patroni, balancers);
    List<FaultBudget> faults = new ArrayList<>();
    faults.addAll(planned(terms));
    faults.addAll(processes(terms));
    faults.addAll(hosts(terms));
    if (tieBreaker) {
      faults.add(bounded(FaultKind.TIE_BREAKER_LOST, ZERO, ZERO, "a majority still answers"));
    }
    proof.losses().forEach(loss -> faults.add(zone(loss, terms)));
    faults.addAll(links(terms));
    faults.addAll(etcdAndDisks(terms));
    faults.addAll(HangBudget.of(terms));
    if (store) {
      faults.addAll(store(terms));
    }
    return new RtoBudget(faults);
  }

  private static List<FaultBudget> planned(Terms terms) {
    Duration switchover = switchover(terms);
    Duration release = terms.loop.plus(RELEASE);
    return List.of(
        bounded(
            FaultKind.PLANNED_SWITCHOVER,
            DEMOTE_BEST.plus(PROMOTE),
            switchover,
            "checkpoint and promotion, then the poolers poll and reconnect"),
        bounded(
            FaultKind.ROLLING_RESTART,
            ZERO,
            switchover.compareTo(release) > 0 ? switchover : release,
            "a switchover, and commits that wait for a restarting standby"));
  }

  private static Duration switchover(Terms terms) {
    return DEMOTE_WORST.plus(PROMOTE).plus(terms.reach);
  }

  private static List<FaultBudget> processes(Terms terms) {
    Duration crash = terms.loop.plus(PROMOTE).plus(terms.reach);
    String why = "one loop of Patroni, no wait for crash recovery";
    return List.of(
        bounded(FaultKind.LEADER_POSTGRES_CRASHED, PROMOTE, crash, why),
        bounded(FaultKind.LEADER_POSTGRES_CRASH_LOOP, PROMOTE, crash, why),
        bounded(
            FaultKind.LEADER_PATRONI_KILLED,
            ZERO,
            ZERO,
            "PostgreSQL goes on; systemd restarts Patroni within the lease"),
        bounded(
            FaultKind.LEADER_PATRONI_FROZEN,
            PROMOTE,
            PROMOTE.plus(terms.reach),
            "writes go on until the standby is promoted; then the poolers poll and reconnect"));
  }

  private static List<FaultBudget> hosts(Terms terms) {
    return List.of(
        bounded(
            FaultKind.LEADER_HOST_LOST,
            terms.lostBest,
            terms.lostWorst,
            "the rest of the lease, the election, the poolers' poll"),
        bounded(
            FaultKind.LEADER_HOST_LOST_WITH_ETCD_LEADER,
            terms.lostWithEtcdBest,
            terms.lostWithEtcdWorst,
            "an etcd election, after which every lease starts again at full ttl"),
        bounded(
            FaultKind.STANDBY_HOST_LOST,
            ZERO,
            terms.standbyLost,
            "commits wait until its replication times out and a loop releases them"),
        bounded(
            FaultKind.STANDBY_POSTGRES_FROZEN,
            ZERO,
            terms.standbyLost,
            "as for a lost standby: a kernel that answers does not confirm a commit"),
        bounded(
            FaultKind.POOLER_HOST_LOST,
            ZERO,
            terms.otherPooler,
            "its clients reconnect, to another once a probe has timed out"),
        bounded(
            FaultKind.DATABASE_HOSTS_POWER_CYCLED,
            POWER_AWAY,
            POWER_AWAY.plus(BOOT).plus(terms.lostWithEtcdWorst),
            "10 s without power, a boot of up to 30 s, an etcd election, a new leader"));
  }

  private static FaultBudget zone(ZoneLoss loss, Terms terms) {
    FaultKind fault = FaultKind.zoneLost(loss.zone());
    if (!loss.quorumSurvives()) {
      return unbounded(
          fault,
          "etcd members left: %d of %d needed; writes stop until the zone is back"
              .formatted(loss.votersLeft().size(), loss.votesNeeded()));
    }
    if (loss.replicasLeft().isEmpty()) {
      return unbounded(fault, "no replica left: writes stop until the zone is back");
    }
    if (loss.poolersLeft().isEmpty()) {
      return unbounded(fault, "no pooler left: only the database endpoint answers");
    }
    Duration poolers = loss.poolersLost().isEmpty() ? ZERO : terms.otherPooler;
    if (loss.replicasLost().isEmpty()) {
      return bounded(fault, ZERO, poolers, "it holds no database host");
    }
    Duration leader = terms.lostWithEtcdWorst;
    return bounded(
        fault,
        ZERO,
        poolers.compareTo(leader) > 0 ? poolers : leader,
        "worst case: it holds the leader and the etcd leader");
  }

  private static List<FaultBudget> links(Terms terms) {
    String why = "as for a lost host";
    return List.of(
        bounded(FaultKind.LEADER_ISOLATED, terms.lostBest, terms.lostWorst, why),
        bounded(
            FaultKind.LEADER_INBOUND_CUT,
            terms.lostBest,
            terms.lostWorst.plus(terms.loop),
            "as for a lost host, and one renewal of the lease may still get out"),
        bounded(FaultKind.LEADER_OUTBOUND_CUT, terms.lostBest, terms.lostWorst, why));
  }

  private static List<FaultBudget> etcdAndDisks(Terms terms) {
    return List.of(
        bounded(FaultKind.ETCD_FOLLOWER_FROZEN, ZERO, ZERO, "a majority still answers"),
        bounded(FaultKind.ETCD_LEADER_FROZEN, ZERO, ZERO, "an election within the lease"),
        bounded(
            FaultKind.LEADER_WAL_DISK_FULL,
            PROMOTE,
            terms.loop.plus(PROMOTE).plus(terms.reach),
            "PostgreSQL stops, as in a crash"),
        bounded(
            FaultKind.LEADER_WAL_DISK_SLOW,
            ZERO,
            SLOW_COMMIT,
            "commits at the pace of 20 operations a second; no failover"));
  }

  /** Neither a shutdown nor a promotion waits for the backup store. */
  private static List<FaultBudget> store(Terms terms) {
    String why = "as with a store that answers: nothing waits for it";
    return List.of(
        bounded(
            FaultKind.PLANNED_SWITCHOVER_STORE_HUNG,
            DEMOTE_BEST.plus(PROMOTE),
            switchover(terms),
            why),
        bounded(FaultKind.LEADER_HOST_LOST_STORE_HUNG, terms.lostBest, terms.lostWorst, why),
        bounded(FaultKind.LEADER_HOST_LOST_STORE_GONE, terms.lostBest, terms.lostWorst, why));
  }

  /**
   * The budget of a fault.
   *
   * @param fault which
   * @return its budget
   * @throws IllegalArgumentException if the cluster cannot meet it
   */
  public FaultBudget of(FaultKind fault) {
    return faults.stream()
        .filter(budget -> budget.fault() == fault)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("this cluster has no budget for " + fault.id()));
  }

  /** {@return the budget as a table, one line per fault} */
  public String table() {
    return faults.stream()
        .map(fault -> "%-42s %-11s %s".formatted(fault.fault().title(), fault.range(), fault.why()))
        .reduce((above, below) -> above + "\n" + below)
        .orElse("");
  }

  /** What several budgets are made of. */
  record Terms(
      Duration loop,
      Duration reach,
      Duration otherPooler,
      Duration standbyLost,
      Duration lostBest,
      Duration lostWorst,
      Duration lostWithEtcdBest,
      Duration lostWithEtcdWorst) {
    static Terms of(PatroniSpec patroni, LoadBalancersSpec balancers) {
      Duration ttl = Duration.ofSeconds(patroni.ttl());
      Duration loop = Duration.ofSeconds(patroni.loopWait());
      Duration probe = Duration.ofSeconds(balancers.probeIntervalSeconds());
      // The poolers follow the leader themselves; the probe counts for a lost pooler only.
      Duration reach =
          Stream.of(LEADER_ANSWER, LEADER_RELOAD, SERVER_LOGIN_RETRY)
              .reduce(LEADER_LOOK, Duration::plus);
      Duration election =
          Stream.of(DEAD_MEMBER, PROMOTE, reach).reduce(LEASE_EXPIRY_CHECK, Duration::plus);
      Duration lostWorst = ttl.plus(election);
      return new Terms(
          loop,
          reach,
          // The probe after the loss of a host runs into its time-out, which is the interval.
          probe.multipliedBy(2).plus(CLIENT_CONNECT),
          WAL_SENDER_TIMEOUT.plus(loop).plus(RELEASE),
          ttl.minus(loop).plus(PROMOTE),
          lostWorst,
          ETCD_ELECTION.plus(ttl).plus(PROMOTE),
          ETCD_ELECTION.multipliedBy(2).plus(lostWorst));
    }
  }
}
