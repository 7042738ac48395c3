package dev.azurepatroni.app.diagram;

import dev.azurepatroni.topology.ClusterPlan;

/**
 * A cluster as a diagram: its zones with their hosts, addresses, disks and votes, both load
 * balancers and the ways of clients, poolers and replication, and what the loss of each zone
 * leaves.
 */
public final class TopologyDiagram {
  private TopologyDiagram() {}

  /**
   * The diagram as an SVG document of its own, which takes light or dark colours as its reader
   * prefers. It loads nothing.
   *
   * @param plan of the cluster
   * @return the document, as a text
   */
  public static String svg(ClusterPlan plan) {
    return SvgDiagram.of(plan);
  }

  /**
   * The diagram as a Mermaid flowchart.
   *
   * @param plan of the cluster
   * @return its text, without fences
   */
  public static String mermaid(ClusterPlan plan) {
    return MermaidDiagram.of(plan);
  }
}
