package dev.azurepatroni.app;

import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.cluster.Blueprint;
import dev.azurepatroni.topology.Topology;
import java.util.List;

/**
 * A stack file without an error.
 *
 * @param name of the stack: the file's name
 * @param config what it says
 * @param blueprint what follows from it
 */
record LoadedStack(String name, StackConfig config, Blueprint blueprint) {
  /** What each host gets at its first boot. */
  List<CustomData> userData() {
    return blueprint.topology().map(Topology::hosts).orElseGet(List::of).stream()
        .map(blueprint::customData)
        .toList();
  }
}
