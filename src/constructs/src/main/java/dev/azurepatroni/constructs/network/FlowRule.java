package dev.azurepatroni.constructs.network;

import java.util.List;

/**
 * One allowed TCP flow into the hosts of a firewall. Its sources are ranges or a group of hosts.
 *
 * @param name of the rule, unique in the firewall
 * @param priority unique in the firewall, 100 to 4095; the cluster's own end at 299
 * @param description why it is allowed
 * @param ranges sources by CIDR or service tag
 * @param sources source groups
 * @param destinations destination groups; empty: every host
 * @param ports ports and port ranges
 */
public record FlowRule(
    String name,
    int priority,
    String description,
    List<String> ranges,
    List<HostGroup> sources,
    List<HostGroup> destinations,
    List<String> ports) {
  private static final int LEAST_PRIORITY = 100;
  private static final int MOST_PRIORITY = 4095;

  /**
   * Copies what it is given.
   *
   * @param name of the rule, unique in the firewall
   * @param priority unique in the firewall, 100 to 4095; the cluster's own end at 299
   * @param description why it is allowed
   * @param ranges sources by CIDR or service tag
   * @param sources source groups
   * @param destinations destination groups; empty: every host
   * @param ports ports and port ranges
   * @throws IllegalArgumentException if the priority is out of range, or a source or port is
   *     missing
   */
  public FlowRule {
    ranges = List.copyOf(ranges);
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    ports = List.copyOf(ports);
    if (priority < LEAST_PRIORITY || priority > MOST_PRIORITY) {
      throw new IllegalArgumentException(
          "flow %s: priority is %d; allowed are 100 to 4095, 4096 is the final denial"
              .formatted(name, priority));
    }
    if (ranges.isEmpty() == sources.isEmpty()) {
      throw new IllegalArgumentException(
          "flow %s: give ranges or source groups, one of them and not both".formatted(name));
    }
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("flow %s: give one port or more".formatted(name));
    }
  }

  /**
   * A flow from address ranges.
   *
   * @param name of the rule
   * @param priority of the rule
   * @param ranges CIDRs or service tags
   * @param to the hosts reached
   * @param port the port reached
   * @param why it is allowed
   * @return the flow
   */
  public static FlowRule fromRanges(
      String name, int priority, List<String> ranges, HostGroup to, String port, String why) {
    return new FlowRule(name, priority, why, ranges, List.of(), List.of(to), List.of(port));
  }

  /**
   * A flow between groups of hosts.
   *
   * @param name of the rule
   * @param priority of the rule
   * @param source the hosts that connect
   * @param to the hosts reached
   * @param port the port reached
   * @param why it is allowed
   * @return the flow
   */
  public static FlowRule fromGroup(
      String name, int priority, HostGroup source, HostGroup to, String port, String why) {
    return new FlowRule(
        name, priority, why, List.of(), List.of(source), List.of(to), List.of(port));
  }
}
