package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.quorum.QuorumProof;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many etcd members there are, and what the loss of a zone leaves. */
public final class QuorumRules {
  private QuorumRules() {}

  /**
   * Refuses an even number of etcd members: it tolerates no more failures than one fewer.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void checkMembers(ClusterSpec spec, Findings findings) {
    TieBreaker tieBreaker = spec.etcd().tieBreaker();
    int members = spec.database().nodes() + (tieBreaker == TieBreaker.NONE ? 0 : 1);
    boolean countable = spec.database().nodes() == 2 || spec.database().nodes() == 3;
    if (countable && members % 2 == 0) {
      findings.error(
          "etcd.tieBreaker",
          shown(tieBreaker),
          "gives %d etcd members with %d database nodes; an even number tolerates no more failures than one fewer"
              .formatted(members, spec.database().nodes()),
          spec.database().nodes() == 2
              ? "set it to witness"
              : "set it to none; the database nodes are three members already");
    }
  }

  /**
   * Names every zone whose loss stops writes.
   *
   * @param proof what every zone's loss leaves
   * @param spec the cluster
   * @param findings where the warnings go
   */
  public static void warnOfZones(QuorumProof proof, ClusterSpec spec, Findings findings) {
    TieBreaker tieBreaker = spec.etcd().tieBreaker();
    for (ZoneLoss loss : proof.stoppingWrites()) {
      if (!loss.quorumSurvives()) {
        findings.warning(
            culprit(loss),
            switch (culprit(loss)) {
              case "zones" -> spec.zones();
              case "etcd.witness.zone" -> loss.zone();
              default -> shown(tieBreaker);
            },
            ("losing zone %s loses quorum: it hosts %d of %d etcd members (%s); %d remains, %d are"
                    + " required. Patroni demotes the leader within %d s, and writes stop until the"
                    + " zone is back")
                .formatted(
                    loss.zone(),
                    loss.votersLost().size(),
                    loss.votersLost().size() + loss.votersLeft().size(),
                    names(loss.votersLost()),
                    loss.votersLeft().size(),
                    loss.votesNeeded(),
                    spec.patroni().ttl()),
            "set etcd.tieBreaker to witness, in a zone without a database node, or use three database"
                + " nodes in three zones");
      } else {
        findings.warning(
            "zones",
            spec.zones(),
            "losing zone %s stops writes: every database node is in it".formatted(loss.zone()),
            "use two zones, for example [\"1\", \"3\"]");
      }
    }
    for (ZoneLoss loss : proof.losses()) {
      if (loss.poolersLeft().isEmpty()) {
        findings.warning(
            "poolers.nodes",
            spec.poolers().nodes(),
            "losing zone %s stops the pooler endpoint: every pooler is in it"
                .formatted(loss.zone()),
            "set poolers.nodes to 2, and use two zones");
      }
    }
  }

  /** The setting that put two etcd members into one zone. */
  private static String culprit(ZoneLoss loss) {
    List<HostRole> roles = loss.votersLost().stream().map(Host::role).toList();
    if (roles.contains(HostRole.POOLER)) {
      return "etcd.tieBreaker";
    }
    return roles.contains(HostRole.WITNESS) ? "etcd.witness.zone" : "zones";
  }

  private static String names(List<Host> hosts) {
    return hosts.stream().map(Host::name).collect(Collectors.joining(", "));
  }

  private static String shown(TieBreaker tieBreaker) {
    return tieBreaker.name().toLowerCase(Locale.ROOT);
  }
}
