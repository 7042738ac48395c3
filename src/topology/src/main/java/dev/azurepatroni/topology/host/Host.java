package dev.azurepatroni.topology.host;

import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.net.Ipv4;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One host of the cluster.
 *
 * @param name host and resource name, {@code pgpatroni-pgb-1}
 * @param role what it is for
 * @param zone availability zone; empty for an external pooler, which its own stack places
 * @param address in the cluster's subnet; of an external pooler anywhere
 * @param size VM size
 * @param osDiskGb operating-system disk, GiB
 * @param voter whether an etcd member runs on it
 */
public record Host(
    String name,
    HostRole role,
    String zone,
    Ipv4 address,
    VmSize size,
    int osDiskGb,
    boolean voter) {

  /**
   * The host in a zone.
   *
   * @param placed availability zone
   * @return the host, otherwise the same
   */
  public Host inZone(String placed) {
    return new Host(name, role, placed, address, size, osDiskGb, voter);
  }

  /**
   * Hosts as a text for people.
   *
   * @param hosts any number
   * @return their names with commas between, or {@code none}
   */
  public static String names(List<Host> hosts) {
    return hosts.isEmpty()
        ? "none"
        : hosts.stream().map(Host::name).collect(Collectors.joining(", "));
  }
}
