package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.net.Cidr;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PublicEndpointSpec;
import java.util.List;
import java.util.Optional;

/** Ranges that a person wrote. */
public final class CidrRules {
  private static final String RULE = "must be an IPv4 range in CIDR notation with no host bits set";
  private static final String FIX =
      "write for example 10.50.1.0/24, or 203.0.113.7/32 for one address";
  private static final String NAME_RANGES =
      "list the ranges that may connect, for example [203.0.113.0/24]";
  private static final int SMALLEST_AZURE_SUBNET = 29;

  private CidrRules() {}

  /**
   * Checks every list of ranges.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    each("network.adminCidrs", spec.network().adminCidrs(), findings);
    each("network.clientCidrs", spec.network().clientCidrs(), findings);
    each("vault.allowedCidrs", spec.vault().allowedCidrs(), findings);
    each("publicEndpoint.clientCidrs", spec.publicEndpoint().clientCidrs(), findings);
    openToAll("network.adminCidrs", spec.network().adminCidrs(), findings);
    publicEndpoint(spec.publicEndpoint(), findings);
    vault(spec.vault().allowedCidrs(), findings);
  }

  /** Neither is an error: a machine in the subnet can deploy, and a runner has no fixed address. */
  private static void vault(List<String> ranges, Findings findings) {
    String path = "vault.allowedCidrs";
    if (ranges.isEmpty()) {
      findings.warning(
          path,
          "[]",
          "the vault answers the hosts' subnet only: a deployment from another network fails at the"
              + " first secret",
          "name the public range of the machine that deploys, for example [203.0.113.7/32]");
    }
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).endsWith("/0")) {
        findings.warning(
            path + "[" + i + "]",
            ranges.get(i),
            "the vault answers every network: only role assignments protect it",
            "name the public ranges of the machines that plan and deploy");
      }
    }
  }

  /**
   * Checks the cluster's subnet.
   *
   * @param spec the cluster
   * @param findings where breaches go
   * @return the subnet, or empty where it is not usable
   */
  public static Optional<Cidr> subnet(ClusterSpec spec, Findings findings) {
    Optional<Cidr> space = one("network.addressSpace", spec.network().addressSpace(), findings);
    Optional<Cidr> subnet = one("network.subnet", spec.network().subnet(), findings);
    if (space.isPresent() && subnet.isPresent() && !space.get().contains(subnet.get())) {
      findings.error(
          "network.subnet",
          subnet.get(),
          "must be inside network.addressSpace, " + space.get(),
          "write for example %s, or widen network.addressSpace"
              .formatted(
                  new Cidr(
                      space.get().network(),
                      Math.max(space.get().prefix(), subnet.get().prefix()))));
      return Optional.empty();
    }
    if (subnet.isPresent() && subnet.get().prefix() > SMALLEST_AZURE_SUBNET) {
      findings.error(
          "network.subnet",
          subnet.get(),
          "Azure's smallest subnet is a /29",
          "write a larger range, for example 10.50.1.0/24");
      return Optional.empty();
    }
    return subnet;
  }

  private static void each(String path, List<String> ranges, Findings findings) {
    for (int i = 0; i < ranges.size(); i++) {
      one(path + "[" + i + "]", ranges.get(i), findings);
    }
  }

  private static Optional<Cidr> one(String path, String text, Findings findings) {
    Optional<Cidr> range = Cidr.parse(text);
    if (range.isEmpty()) {
      findings.error(path, text, RULE, FIX);
    }
    return range;
  }

  private static void publicEndpoint(PublicEndpointSpec endpoint, Findings findings) {
    if (endpoint.enabled() && endpoint.clientCidrs().isEmpty()) {
      findings.error(
          "publicEndpoint.clientCidrs",
          "[]",
          "a public endpoint needs at least one client range",
          NAME_RANGES);
    }
    openToAll("publicEndpoint.clientCidrs", endpoint.clientCidrs(), findings);
  }

  private static void openToAll(String path, List<String> ranges, Findings findings) {
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).endsWith("/0")) {
        findings.error(
            path + "[" + i + "]", ranges.get(i), "opens it to the whole internet", NAME_RANGES);
      }
    }
  }
}
