package dev.azurepatroni.constructs.network;

import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One allowed TCP flow. Name, description and priority have defaults, which the methods replace in
 * a copy.
 */
public final class FlowRule {
  static final int LEAST_PRIORITY = 100;
  static final int MOST_PRIORITY = 4095;

  /** In place of a priority: the firewall allocates one. */
  static final int ALLOCATED = 0;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}\\w)?");

  private final Peer from;
  private final Peer to;
  private final List<String> ports;
  private final String name;
  private final String description;
  private final int priority;

  private FlowRule(
      Peer from, Peer to, List<String> ports, String name, String description, int priority) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "flow name is %s; Azure allows 1 to 80 letters, digits, dots, dashes and underscores; set another with named(...)"
              .formatted(name));
    }
    this.from = from;
    this.to = to;
    this.ports = ports;
    this.name = name;
    this.description = description;
    this.priority = priority;
  }

  /**
   * A flow with default name ({@code FROM-to-TO-PORT}), no description and an allocated priority.
   *
   * @param from the hosts or addresses that connect
   * @param to the hosts that are reached
   * @param ports one or more, 1 to 65535
   * @return the flow
   * @throws IllegalArgumentException if no port is given, or one out of range
   */
  public static FlowRule of(Peer from, Peer to, int... ports) {
    if (ports.length == 0) {
      throw new IllegalArgumentException("a flow needs one port or more; none is given");
    }
    List<String> texts =
        Arrays.stream(ports)
            .map(port -> Preconditions.inRange("port", port, 1, 65_535))
            .mapToObj(String::valueOf)
            .toList();
    String name = "%s-to-%s-%s".formatted(from.label(), to.label(), String.join("-", texts));
    return new FlowRule(from, to, texts, name, null, ALLOCATED);
  }

  /**
   * Sets the name.
   *
   * @param name unique in the firewall, at most 80 characters
   * @return the flow by that name
   * @throws IllegalArgumentException if Azure does not allow it
   */
  public FlowRule named(String name) {
    return new FlowRule(from, to, ports, name, description, priority);
  }

  /**
   * Sets the description.
   *
   * @param description why the flow is allowed, at most 140 characters
   * @return the flow with that description
   */
  public FlowRule description(String description) {
    return new FlowRule(from, to, ports, name, description, priority);
  }

  /**
   * Sets the priority, where another tool expects it. A flow without one gets the next free from
   * 300 upwards.
   *
   * @param priority unique in the firewall, 100 to 4095
   * @return the flow with that priority
   * @throws IllegalArgumentException if it is out of range
   */
  public FlowRule priority(int priority) {
    Preconditions.inRange("priority", priority, LEAST_PRIORITY, MOST_PRIORITY);
    return new FlowRule(from, to, ports, name, description, priority);
  }

  Peer from() {
    return from;
  }

  Peer to() {
    return to;
  }

  List<String> ports() {
    return ports;
  }

  String name() {
    return name;
  }

  /** May be null. */
  String description() {
    return description;
  }

  int priority() {
    return priority;
  }
}
