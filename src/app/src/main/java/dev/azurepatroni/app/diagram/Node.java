package dev.azurepatroni.app.diagram;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.DataDisk;
import dev.azurepatroni.topology.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a drawing says of one host.
 *
 * @param host the host
 * @param size its VM size in words
 * @param programs what runs on it, its vote aside
 * @param disks its disks in words, or nothing
 */
record Node(Host host, String size, List<String> programs, String disks) {
  private static final int MIB_A_GIB = 1024;

  Node {
    programs = List.copyOf(programs);
  }

  static Node of(ClusterPlan plan, Host host) {
    return new Node(
        host,
        "%s · %d vCPU, %d GiB"
            .formatted(
                host.size().name(), host.size().vcpus(), host.size().memoryMib() / MIB_A_GIB),
        programs(plan, host),
        plan.disks(host).stream().map(Node::disk).collect(Collectors.joining(" · ")));
  }

  private static List<String> programs(ClusterPlan plan, Host host) {
    List<String> programs = new ArrayList<>();
    switch (host.role()) {
      case DATABASE -> {
        programs.add("PostgreSQL " + plan.spec().postgresql().version());
        programs.add("Patroni");
      }
      case POOLER -> programs.add("PgBouncer");
      case WITNESS -> {
        // A vote is all that runs on it.
      }
    }
    return programs;
  }

  private static String disk(DataDisk disk) {
    return String.format(Locale.ROOT, "%s %,d GiB", disk.name(), disk.sizeGb());
  }
}
