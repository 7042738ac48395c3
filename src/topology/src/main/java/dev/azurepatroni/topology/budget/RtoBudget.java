package dev.azurepatroni.topology.budget;

import static dev.azurepatroni.topology.budget.Timeouts.ETCD_ELECTION;
import static dev.azurepatroni.topology.budget.Timeouts.LEADER_ANSWER;
import static dev.azurepatroni.topology.budget.Timeouts.LEADER_LOOK;
import static dev.azurepatroni.topology.budget.Timeouts.SERVER_LOGIN_RETRY;
import static dev.azurepatroni.topology.budget.Timeouts.TCP_USER_TIMEOUT;
import static java.time.Duration.ZERO;

import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import dev.azurepatroni.topology.spec.LoadBalancersSpec;
import dev.azurepatroni.topology.spec.PatroniSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long clients of the pooler endpoint cannot write, by fault: arithmetic over the lease, the
 * race and what leads clients on, best and worst case. Measured figures stand beside it, never in
 * its place.
 *
 * @param faults one budget for each fault
 */
public record RtoBudget(List<FaultBudget> faults) {
  private static final Duration LEASE_EXPIRY_CHECK = Duration.ofMillis(500);
  private static final Duration DEAD_MEMBER = Duration.ofSeconds(2);
  private static final Duration PROMOTE = Duration.ofSeconds(1);
  private static final Duration SWITCHOVER = Duration.ofSeconds(2);

  /** Until PostgreSQL waits for no standby any more: a reload. */
  private static final Duration RELEASE = Duration.ofSeconds(1);

  /**
   * What docs/verification.md tells clients to give a connection, which may go to the dead pooler
   * still.
   */
  private static final Duration CLIENT_CONNECT = Duration.ofSeconds(2);

  /**
   * Copies what it is given.
   *
   * @param faults one budget for each fault
   */
  public RtoBudget {
    faults = List.copyOf(faults);
  }

  /**
   * Works the budget out.
   *
   * @param patroni lease and loop
   * @param balancers probe
   * @param proof what every zone's loss leaves
   * @return a best and a worst case for each fault
   */
  public static RtoBudget of(PatroniSpec patroni, LoadBalancersSpec balancers, QuorumProof proof) {
    Duration ttl = Duration.ofSeconds(patroni.ttl());
    Duration loop = Duration.ofSeconds(patroni.loopWait());
    Duration probe = Duration.ofSeconds(balancers.probeIntervalSeconds());
    // PgBouncer follows the leader itself; the load balancer's probe counts for a lost pooler only.
    Duration reach = LEADER_LOOK.plus(LEADER_ANSWER).plus(SERVER_LOGIN_RETRY);
    // A host that is gone lets the probe after its loss run into its time-out, which is the
    // interval.
    Duration otherPooler = probe.multipliedBy(2).plus(CLIENT_CONNECT);

    Duration raceAndReach = LEASE_EXPIRY_CHECK.plus(DEAD_MEMBER).plus(PROMOTE).plus(reach);
    Duration lostBest = ttl.minus(loop).plus(PROMOTE);
    Duration lostWorst = ttl.plus(raceAndReach);
    Duration withEtcdBest = ETCD_ELECTION.plus(ttl).plus(PROMOTE);
    Duration withEtcdWorst = ETCD_ELECTION.multipliedBy(2).plus(lostWorst);

    List<FaultBudget> faults = new ArrayList<>();
    faults.add(
        FaultBudget.bounded(
            "planned switchover",
            SWITCHOVER,
            SWITCHOVER.plus(reach),
            "checkpoint and promotion, then the poolers look and reconnect"));
    faults.add(
        FaultBudget.bounded(
            "PostgreSQL of the leader crashes",
            PROMOTE,
            loop.plus(PROMOTE).plus(reach),
            "one loop of Patroni, no wait for crash recovery"));
    faults.add(
        FaultBudget.bounded(
            "leader host lost",
            lostBest,
            lostWorst,
            "the lease that is left, the race, the poolers' look"));
    faults.add(
        FaultBudget.bounded(
            "leader host lost, etcd leader on it",
            withEtcdBest,
            withEtcdWorst,
            "an election, then every lease anew at full ttl"));
    faults.add(
        FaultBudget.bounded(
            "standby host lost",
            ZERO,
            TCP_USER_TIMEOUT.plus(loop).plus(RELEASE),
            "commits wait until its connection is given up and a loop releases them"));
    faults.add(
        FaultBudget.bounded("etcd member or witness lost", ZERO, ZERO, "a majority answers on"));
    faults.add(
        FaultBudget.bounded(
            "one pooler lost",
            ZERO,
            otherPooler,
            "its clients reconnect, to another once a probe has timed out"));
    for (ZoneLoss loss : proof.losses()) {
      faults.add(zone(loss, otherPooler, withEtcdWorst));
    }
    return new RtoBudget(faults);
  }

  private static FaultBudget zone(ZoneLoss loss, Duration otherPooler, Duration worst) {
    String fault = "zone %s lost".formatted(loss.zone());
    if (!loss.quorumSurvives()) {
      return FaultBudget.unbounded(
          fault,
          "%d of the %d votes needed are left: writes stop until the zone is back"
              .formatted(loss.votersLeft().size(), loss.votesNeeded()));
    }
    if (loss.copiesLeft().isEmpty()) {
      return FaultBudget.unbounded(fault, "no copy left: writes stop until the zone is back");
    }
    if (loss.poolersLeft().isEmpty()) {
      return FaultBudget.unbounded(fault, "no pooler left: only the database endpoint answers");
    }
    Duration poolers = loss.poolersLost().isEmpty() ? ZERO : otherPooler;
    if (loss.copiesLost().isEmpty()) {
      return FaultBudget.bounded(fault, ZERO, poolers, "no copy stood in it");
    }
    return FaultBudget.bounded(
        fault,
        ZERO,
        poolers.compareTo(worst) > 0 ? poolers : worst,
        "at worst leader host and etcd leader stood in it");
  }

  /** {@return the budget as a table, a line a fault} */
  public String table() {
    StringBuilder table = new StringBuilder();
    for (FaultBudget fault : faults) {
      table.append("%-38s %-18s %s%n".formatted(fault.fault(), fault.range(), fault.why()));
    }
    return table.toString().stripTrailing();
  }
}
