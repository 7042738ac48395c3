package dev.azurepatroni.topology;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.net.Cidr;
import dev.azurepatroni.topology.net.Ipv4;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Addresses by host and load balancer name: from the subnet and the host's number, or as written.
 *
 * @param byName every name's address
 */
record AddressPlan(Map<String, Ipv4> byName) {
  private static final int[] DATABASES = {4, 5, 8};
  private static final int[] FIRST_POOLERS = {6, 7};
  private static final int FURTHER_POOLERS = 12;
  private static final int MOST_POOLERS = 16;
  private static final int WITNESS = 9;
  private static final int DATABASE_LB = 10;
  private static final int POOLER_LB = 11;

  AddressPlan {
    byName = Map.copyOf(byName);
  }

  /** The plan, with every address outside the subnet, reserved or used twice reported. */
  static AddressPlan of(ClusterSpec spec, boolean witness, Cidr subnet, Findings findings) {
    Map<String, Integer> indexes = indexes(spec, witness);
    Map<String, String> written = spec.network().addresses();
    written.keySet().stream()
        .filter(name -> !indexes.containsKey(name))
        .forEach(
            name ->
                findings.error(
                    "network.addresses." + name,
                    written.get(name),
                    "unknown host or load balancer",
                    "use one of " + String.join(", ", indexes.keySet())));

    Map<String, Ipv4> addresses = new LinkedHashMap<>();
    Map<Ipv4, String> owners = new TreeMap<>();
    indexes.forEach(
        (name, index) ->
            address(name, index, written, subnet, findings)
                .ifPresent(
                    address -> {
                      addresses.put(name, address);
                      claim(name, address, owners, written, subnet, findings);
                    }));
    return new AddressPlan(addresses);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  Ipv4 of(String name) {
    return byName.get(name);
  }

  private static Map<String, Integer> indexes(ClusterSpec spec, boolean witness) {
    Map<String, Integer> indexes = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(spec.database().nodes(), DATABASES.length); i++) {
      indexes.put(HostNames.database(spec.name(), i + 1), DATABASES[i]);
    }
    for (int i = 0; i < Math.min(spec.poolers().nodes(), MOST_POOLERS); i++) {
      int further = FURTHER_POOLERS + i - FIRST_POOLERS.length;
      indexes.put(
          HostNames.pooler(spec.name(), i + 1),
          i < FIRST_POOLERS.length ? FIRST_POOLERS[i] : further);
    }
    if (witness) {
      indexes.put(HostNames.witness(spec.name()), WITNESS);
    }
    indexes.put(HostNames.DATABASE_LB, DATABASE_LB);
    indexes.put(HostNames.POOLER_LB, POOLER_LB);
    return indexes;
  }

  private static Optional<Ipv4> address(
      String name, int index, Map<String, String> written, Cidr subnet, Findings findings) {
    String path = "network.addresses." + name;
    if (!written.containsKey(name)) {
      if (index >= subnet.size() - 1) {
        findings.error(
            "network.subnet",
            subnet,
            "is too small: %s would get the address number %d".formatted(name, index),
            "write a larger subnet, for example a /24, or give %s an address under network.addresses"
                .formatted(name));
        return Optional.empty();
      }
      return Optional.of(subnet.at(index));
    }
    Ipv4 example = subnet.at(Math.min(index, subnet.size() - 2));
    Optional<Ipv4> address = Ipv4.parse(written.get(name));
    if (address.isEmpty()) {
      findings.error(
          path, written.get(name), "must be an IPv4 address", "write for example " + example);
    } else if (!subnet.contains(address.get())) {
      findings.error(
          path,
          address.get(),
          "must be inside network.subnet, " + subnet,
          "write for example " + example);
    } else if (subnet.reservedByAzure(address.get())) {
      findings.error(
          path,
          address.get(),
          "Azure reserves the first four addresses and the last one of a subnet",
          "write an address from %s to %s".formatted(subnet.at(4), subnet.at(subnet.size() - 2)));
    }
    return address;
  }

  private static void claim(
      String name,
      Ipv4 address,
      Map<Ipv4, String> owners,
      Map<String, String> written,
      Cidr subnet,
      Findings findings) {
    String other = owners.putIfAbsent(address, name);
    if (other != null) {
      boolean blameName = written.containsKey(name);
      findings.error(
          "network.addresses." + (blameName ? name : other),
          address,
          "is also the address of " + (blameName ? other : name),
          "write another address of network.subnet, %s, or leave both out".formatted(subnet));
    }
  }
}
