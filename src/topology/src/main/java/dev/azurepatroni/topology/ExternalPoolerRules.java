package dev.azurepatroni.topology;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.net.Ipv4;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names and addresses of poolers that other stacks create. */
final class ExternalPoolerRules {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private ExternalPoolerRules() {}

  static void check(ClusterSpec spec, AddressPlan addresses, Findings findings) {
    Map<Ipv4, String> owners = new HashMap<>();
    addresses.byName().forEach((name, address) -> owners.put(address, name));
    spec.poolers()
        .external()
        .forEach(
            (name, written) -> {
              String path = "poolers.external." + name;
              name(path, name, addresses, findings);
              address(path, name, written, owners, findings);
            });
  }

  private static void name(String path, String name, AddressPlan addresses, Findings findings) {
    if (!NAME.matcher(name).matches()) {
      findings.error(
          path,
          name,
          "a host name has 2 to 63 lower-case letters, digits and dashes and starts with a letter",
          "rename the pooler, for example reporting-pgb");
    } else if (addresses.has(name)) {
      findings.error(
          path,
          name,
          "is the name of one of this cluster's own hosts or load balancers",
          "rename the pooler, for example reporting-pgb");
    }
  }

  private static void address(
      String path, String name, String written, Map<Ipv4, String> owners, Findings findings) {
    Optional<Ipv4> address = Ipv4.parse(written);
    if (address.isEmpty()) {
      findings.error(
          path,
          written,
          "must be an IPv4 address",
          "write the pooler's private address, for example 10.60.0.4");
      return;
    }
    String other = owners.putIfAbsent(address.get(), name);
    if (other != null) {
      findings.error(path, written, "is the address of " + other + " too", "give each its own");
    }
  }
}
