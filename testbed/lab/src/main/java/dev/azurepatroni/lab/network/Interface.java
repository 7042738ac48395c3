package dev.azurepatroni.lab.network;

import java.util.List;

/**
 * A network interface.
 *
 * @param id Azure's id
 * @param address its private address
 * @param mac its hardware address
 * @param subnet the subnet it stands in
 * @param groups ids of the security groups that judge its packets, the subnet's first
 * @param applicationGroups ids of the application security groups it belongs to
 */
public record Interface(
    String id,
    String address,
    String mac,
    Subnet subnet,
    List<String> groups,
    List<String> applicationGroups) {
  /** Keeps copies. */
  public Interface {
    groups = List.copyOf(groups);
    applicationGroups = List.copyOf(applicationGroups);
  }
}
