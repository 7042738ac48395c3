package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.host.Host;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the templates of one host can print.
 *
 * @param name host name
 * @param roles what the host is made of
 * @param neighbours address by host name, the host itself included
 * @param sysctls kernel settings
 * @param patroni failover and PostgreSQL settings of the cluster
 */
public record HostModel(
    String name,
    List<HostRole> roles,
    Map<String, String> neighbours,
    Map<String, String> sysctls,
    PatroniModel patroni) {

  /** Copies what it is given. */
  public HostModel {
    roles = List.copyOf(roles);
    neighbours = Collections.unmodifiableMap(new LinkedHashMap<>(neighbours));
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
  }

  /**
   * The model of a cluster's host.
   *
   * @param topology the cluster
   * @param host one of its hosts
   */
  public static HostModel of(Topology topology, Host host) {
    Map<String, String> neighbours = new LinkedHashMap<>();
    topology.hosts().forEach(other -> neighbours.put(other.name(), other.address().toString()));
    return new HostModel(
        host.name(),
        HostRole.of(host),
        neighbours,
        topology.kernel(host).sysctls(),
        PatroniModel.of(topology));
  }
}
