package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.VaultSpec;
import java.util.List;

/** Which versions of the certificate authority a cluster may have at the same time. */
public final class CaVersionRules {
  private static final String PATH = "vault.caVersions";

  private CaVersionRules() {}

  /**
   * Checks the versions of the authority.
   *
   * @param vault settings of the vault
   * @param findings where breaches go
   */
  public static void check(VaultSpec vault, Findings findings) {
    List<Integer> versions = vault.caVersions();
    if (versions.isEmpty() || versions.size() > 2) {
      findings.error(
          PATH,
          versions,
          "must have one version, or two while the authority changes",
          "write [1], or [1, 2] to trust a new authority too");
    } else if (versions.stream().distinct().count() < versions.size()) {
      findings.error(
          PATH,
          versions,
          "names a version twice",
          "write [%1$d], or [%1$d, %2$d] to trust a new authority too"
              .formatted(versions.get(0), versions.get(0) + 1));
    }
  }
}
