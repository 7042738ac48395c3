package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;

/**
 * What a cluster uses instead of creating it; each is null where it creates its own.
 *
 * @param resourceGroup name of a resource group
 * @param subnet a subnet
 * @param vault a vault
 */
record ExistingParts(String resourceGroup, Subnet subnet, Vault vault) {

  /** The specification with the given vault's name, by which the hosts find their secrets. */
  ClusterSpec complete(ClusterSpec spec) {
    if (vault == null || !spec.vault().name().isEmpty()) {
      return spec;
    }
    return ClusterSpecBuilder.builder(spec).vault(own -> own.name(vault.vaultName())).build();
  }

  /** Whether a warning is about what the cluster creates, and not about a given part. */
  boolean concerns(Finding warning) {
    return vault == null || !warning.path().startsWith("vault.allowedCidrs");
  }

  /**
   * Refuses a cluster whose hosts would look for their secrets in another vault.
   *
   * @throws IllegalArgumentException if the names differ
   */
  void check(ClusterPlan plan) {
    String expected = plan.spec().vault().name();
    if (vault != null && !vault.vaultName().equals(expected)) {
      throw new IllegalArgumentException(
          "the vault given is %1$s, but the hosts would look for their secrets in %2$s; set the specification's vault name to %1$s or leave it out"
              .formatted(vault.vaultName(), expected));
    }
  }
}
