package dev.azurepatroni.constructs;

import java.util.List;
import java.util.Optional;

/**
 * One allowed flow into a group of hosts.
 *
 * @param name of the rule
 * @param priority unique in the firewall; the lower wins
 * @param description why it is allowed
 * @param ranges sources by CIDR or service tag; empty where a group is the source
 * @param source source group, where ranges are empty
 * @param to destination group, or none for every host
 * @param ports ports and port ranges
 */
record FlowRule(
    String name,
    int priority,
    String description,
    List<String> ranges,
    Optional<HostGroup> source,
    Optional<HostGroup> to,
    List<String> ports) {

  FlowRule {
    ranges = List.copyOf(ranges);
    ports = List.copyOf(ports);
  }

  static FlowRule fromRanges(
      String name, int priority, List<String> ranges, HostGroup to, String port, String why) {
    return new FlowRule(
        name, priority, why, ranges, Optional.empty(), Optional.of(to), List.of(port));
  }

  static FlowRule fromGroup(
      String name, int priority, HostGroup source, HostGroup to, String port, String why) {
    return new FlowRule(
        name, priority, why, List.of(), Optional.of(source), Optional.of(to), List.of(port));
  }
}
