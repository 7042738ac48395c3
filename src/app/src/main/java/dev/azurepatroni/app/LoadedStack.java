package dev.azurepatroni.app;

import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.topology.ClusterPlan;

/**
 * A stack file without an error.
 *
 * @param name of the stack: the file's name
 * @param config what it says
 * @param hosts the planned cluster, with each host's user-data
 */
record LoadedStack(String name, StackConfig config, RenderedHosts hosts) {
  /** The cluster. */
  ClusterPlan plan() {
    return hosts.plan();
  }
}
