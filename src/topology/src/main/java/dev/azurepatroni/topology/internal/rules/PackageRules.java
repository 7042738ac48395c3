package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;

/** Package versions that only fit or clash with other settings. */
public final class PackageRules {
  private PackageRules() {}

  /**
   * Checks the pins.
   *
   * @param spec the cluster
   * @param findings where breaches go
   */
  public static void check(ClusterSpec spec, Findings findings) {
    String major = spec.postgresql().version() + ".";
    String pin = spec.packages().postgresql();
    if (!pin.startsWith(major)) {
      findings.error(
          "packages.postgresql",
          pin,
          "must start with %s, the major version in postgresql.version".formatted(major),
          "write \"%s*\" or leave it out".formatted(major));
    }
  }
}
