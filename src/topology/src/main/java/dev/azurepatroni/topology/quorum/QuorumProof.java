package dev.azurepatroni.topology.quorum;

import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What every single-zone loss leaves.
 *
 * @param losses one for each zone that holds a host, by zone
 */
public record QuorumProof(List<ZoneLoss> losses) {
  /**
   * Copies what it is given.
   *
   * @param losses one for each zone that holds a host, by zone
   */
  public QuorumProof {
    losses = List.copyOf(losses);
  }

  /**
   * Goes through the zones.
   *
   * @param hosts all hosts of the cluster
   * @return what the loss of each zone leaves
   */
  public static QuorumProof of(List<Host> hosts) {
    return new QuorumProof(
        hosts.stream()
            .map(Host::zone)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .map(zone -> loss(zone, hosts))
            .toList());
  }

  private static ZoneLoss loss(String zone, List<Host> hosts) {
    Predicate<Host> inZone = host -> host.zone().equals(zone);
    List<Host> voters = hosts.stream().filter(Host::voter).toList();
    Predicate<Host> database = host -> host.role() == HostRole.DATABASE;
    Predicate<Host> pooler = host -> host.role() == HostRole.POOLER;
    List<Host> lost = hosts.stream().filter(inZone).toList();
    List<Host> left = hosts.stream().filter(inZone.negate()).toList();
    return new ZoneLoss(
        zone,
        voters.stream().filter(inZone).toList(),
        voters.stream().filter(inZone.negate()).toList(),
        voters.size() / 2 + 1,
        lost.stream().filter(database).toList(),
        left.stream().filter(database).toList(),
        lost.stream().filter(pooler).toList(),
        left.stream().filter(pooler).toList());
  }

  /** {@return the zones whose loss stops writes} */
  public List<ZoneLoss> stoppingWrites() {
    return losses.stream().filter(loss -> !loss.writesContinue()).toList();
  }
}
