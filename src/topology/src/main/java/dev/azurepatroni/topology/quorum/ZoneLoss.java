package dev.azurepatroni.topology.quorum;

import dev.azurepatroni.topology.host.Host;
import java.util.List;

/**
 * The loss of one zone.
 *
 * @param zone the zone
 * @param votersLost etcd members in it
 * @param votersLeft etcd members in other zones
 * @param votesNeeded a majority of all etcd members
 * @param replicasLost database hosts in it
 * @param replicasLeft database hosts elsewhere; synchronous ones hold every acknowledged row
 * @param poolersLost poolers in it
 * @param poolersLeft poolers elsewhere
 */
public record ZoneLoss(
    String zone,
    List<Host> votersLost,
    List<Host> votersLeft,
    int votesNeeded,
    List<Host> replicasLost,
    List<Host> replicasLeft,
    List<Host> poolersLost,
    List<Host> poolersLeft) {

  /**
   * Copies what it is given.
   *
   * @param zone the zone
   * @param votersLost etcd members in it
   * @param votersLeft etcd members in other zones
   * @param votesNeeded a majority of all etcd members
   * @param replicasLost database hosts in it
   * @param replicasLeft database hosts elsewhere; synchronous ones hold every acknowledged row
   * @param poolersLost poolers in it
   * @param poolersLeft poolers elsewhere
   */
  public ZoneLoss {
    votersLost = List.copyOf(votersLost);
    votersLeft = List.copyOf(votersLeft);
    replicasLost = List.copyOf(replicasLost);
    replicasLeft = List.copyOf(replicasLeft);
    poolersLost = List.copyOf(poolersLost);
    poolersLeft = List.copyOf(poolersLeft);
  }

  /** {@return whether a leader can be elected without the zone} */
  public boolean quorumSurvives() {
    return votersLeft.size() >= votesNeeded;
  }

  /** {@return whether the cluster takes writes without the zone, once it has failed over} */
  public boolean writesContinue() {
    return quorumSurvives() && !replicasLeft.isEmpty();
  }
}
