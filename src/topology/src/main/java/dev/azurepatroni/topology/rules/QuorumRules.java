package dev.azurepatroni.topology.rules;

import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.Role;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ThirdVoter;
import java.util.List;
import java.util.stream.Collectors;

/** Voters and connections: what has to be counted. */
public final class QuorumRules {
  private QuorumRules() {}

  /**
   * Refuses an even number of voters, which tolerates no more losses than one fewer.
   *
   * @param spec the cluster
   * @param thirdVoter where the voter beside the database hosts stands
   * @param findings where breaches go
   */
  public static void checkVoters(ClusterSpec spec, ThirdVoter thirdVoter, Findings findings) {
    int voters = spec.database().nodes() + (thirdVoter == ThirdVoter.NONE ? 0 : 1);
    boolean countable = spec.database().nodes() == 2 || spec.database().nodes() == 3;
    if (countable && voters % 2 == 0) {
      findings.error(
          "etcd.thirdVoter",
          shown(thirdVoter),
          "gives %d etcd voters with %d database nodes; an even number survives no more losses than one fewer"
              .formatted(voters, spec.database().nodes()),
          spec.database().nodes() == 2
              ? "write thirdVoter: witness"
              : "write thirdVoter: none; the database nodes are three voters already");
    }
  }

  /**
   * Refuses poolers that could take more connections than PostgreSQL has.
   *
   * @param budget connections shared out
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void checkPools(PoolBudget budget, ClusterSpec spec, Findings findings) {
    // A number out of its own range is refused as that.
    if (budget.holds() || budget.maxConnections() < 1) {
      return;
    }
    int most = (budget.maxConnections() - budget.reserved()) / Math.max(1, budget.poolers());
    boolean written = spec.poolers().maxDatabaseConnections() > 0 && most > 0;
    findings.error(
        written ? "poolers.maxDatabaseConnections" : "postgresql.reservedConnections",
        written ? budget.perPooler() : budget.reserved(),
        "the poolers and the reserve ask for more than PostgreSQL has, or leave a pooler nothing: "
            + budget,
        "lower it to %d, leave it out, or raise postgresql.maxConnections"
            .formatted(written ? most : budget.maxConnections() / 10));
  }

  /**
   * Names every zone whose loss stops writes.
   *
   * @param proof what every zone's loss leaves
   * @param spec the cluster
   * @param thirdVoter where the voter beside the database hosts stands
   * @param findings where the warnings go
   */
  public static void warnOfFatalZones(
      QuorumProof proof, ClusterSpec spec, ThirdVoter thirdVoter, Findings findings) {
    for (ZoneLoss loss : proof.fatal()) {
      if (!loss.quorumSurvives()) {
        findings.warning(
            culprit(loss),
            switch (culprit(loss)) {
              case "zones" -> spec.zones();
              case "etcd.witness.zone" -> loss.zone();
              default -> shown(thirdVoter);
            },
            ("zone %s is fatal: it holds %d of %d etcd voters (%s). When it is lost %d is left where"
                    + " %d are needed: the leader steps down within %d s and all writes stop until"
                    + " the zone is back")
                .formatted(
                    loss.zone(),
                    loss.votersLost().size(),
                    loss.votersLost().size() + loss.votersLeft().size(),
                    names(loss.votersLost()),
                    loss.votersLeft().size(),
                    loss.votesNeeded(),
                    spec.patroni().ttl()),
            "give each voter a zone of its own: `etcd: { thirdVoter: witness }` in a zone without a"
                + " database node, or three zones for three database nodes");
      } else {
        findings.warning(
            "zones",
            spec.zones(),
            "zone %s is fatal: every database node stands in it".formatted(loss.zone()),
            "name two zones");
      }
    }
    for (ZoneLoss loss : proof.losses()) {
      if (loss.poolersLeft().isEmpty()) {
        findings.warning(
            "poolers.nodes",
            spec.poolers().nodes(),
            "every pooler stands in zone %s: without it only the database endpoint answers"
                .formatted(loss.zone()),
            "have two poolers in two zones");
      }
    }
  }

  /** The setting that put two voters into one zone. */
  private static String culprit(ZoneLoss loss) {
    List<Role> roles = loss.votersLost().stream().map(Host::role).toList();
    if (roles.contains(Role.POOLER)) {
      return "etcd.thirdVoter";
    }
    return roles.contains(Role.WITNESS) ? "etcd.witness.zone" : "zones";
  }

  private static String names(List<Host> hosts) {
    return hosts.stream().map(Host::name).collect(Collectors.joining(", "));
  }

  private static String shown(ThirdVoter voter) {
    return voter.name().toLowerCase(java.util.Locale.ROOT);
  }
}
