package dev.azurepatroni.topology;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.finding.Severity;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import java.util.Optional;

/**
 * A specification worked out: all that is to be said about it and, without an error, a topology.
 */
public final class TopologyPlan {
  private final Topology topology;
  private final List<Finding> findings;

  private TopologyPlan(Topology topology, List<Finding> findings) {
    this.topology = topology;
    this.findings = List.copyOf(findings);
  }

  /**
   * Works a specification out and checks every rule.
   *
   * @param spec the cluster
   * @return everything found, and the topology unless an error is among it
   */
  public static TopologyPlan of(ClusterSpec spec) {
    return new TopologyPlanner(spec).plan();
  }

  static TopologyPlan sound(Topology topology, List<Finding> findings) {
    return new TopologyPlan(topology, findings);
  }

  static TopologyPlan broken(List<Finding> findings) {
    return new TopologyPlan(null, findings);
  }

  /** {@return the topology; empty where there are errors} */
  public Optional<Topology> topology() {
    return Optional.ofNullable(topology);
  }

  /** {@return everything found, in the order of the specification's settings} */
  public List<Finding> findings() {
    return findings;
  }

  /** {@return what keeps the cluster from being built} */
  public List<Finding> errors() {
    return of(Severity.ERROR);
  }

  /** {@return what the cluster's owner should know} */
  public List<Finding> warnings() {
    return of(Severity.WARNING);
  }

  private List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }
}
