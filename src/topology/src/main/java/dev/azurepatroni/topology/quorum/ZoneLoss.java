package dev.azurepatroni.topology.quorum;

import dev.azurepatroni.topology.host.Host;
import java.util.List;

/**
 * The loss of one whole zone.
 *
 * @param zone the zone
 * @param votersLost voters in it
 * @param votersLeft voters elsewhere
 * @param votesNeeded a majority of all voters
 * @param copiesLost database hosts in it
 * @param copiesLeft database hosts elsewhere; synchronous ones hold every acknowledged row
 * @param poolersLost poolers in it
 * @param poolersLeft poolers elsewhere
 */
public record ZoneLoss(
    String zone,
    List<Host> votersLost,
    List<Host> votersLeft,
    int votesNeeded,
    List<Host> copiesLost,
    List<Host> copiesLeft,
    List<Host> poolersLost,
    List<Host> poolersLeft) {

  /**
   * Copies what it is given.
   *
   * @param zone the zone
   * @param votersLost voters in it
   * @param votersLeft voters elsewhere
   * @param votesNeeded a majority of all voters
   * @param copiesLost database hosts in it
   * @param copiesLeft database hosts elsewhere; synchronous ones hold every acknowledged row
   * @param poolersLost poolers in it
   * @param poolersLeft poolers elsewhere
   */
  public ZoneLoss {
    votersLost = List.copyOf(votersLost);
    votersLeft = List.copyOf(votersLeft);
    copiesLost = List.copyOf(copiesLost);
    copiesLeft = List.copyOf(copiesLeft);
    poolersLost = List.copyOf(poolersLost);
    poolersLeft = List.copyOf(poolersLeft);
  }

  /** {@return whether a leader can be elected without the zone} */
  public boolean quorumSurvives() {
    return votersLeft.size() >= votesNeeded;
  }

  /** {@return whether the cluster takes writes without the zone, once it has failed over} */
  public boolean writesGoOn() {
    return quorumSurvives() && !copiesLeft.isEmpty();
  }
}
