package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.secrets.SecretVault;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.VaultSpecBuilder;
import java.util.Optional;

/**
 * What a cluster is given instead of making it.
 *
 * @param resourceGroup name of a resource group
 * @param subnet a subnet
 * @param vault a vault
 */
record ExistingParts(
    Optional<String> resourceGroup, Optional<ClusterSubnet> subnet, Optional<SecretVault> vault) {

  /** The specification with the given vault's name, by which the hosts find their secrets. */
  ClusterSpec complete(ClusterSpec spec) {
    return vault
        .filter(given -> spec.vault().name().isEmpty())
        .map(given -> VaultSpecBuilder.builder(spec.vault()).name(given.vaultName()).build())
        .map(named -> ClusterSpecBuilder.builder(spec).vault(named).build())
        .orElse(spec);
  }

  /**
   * Refuses a cluster whose hosts would look for their secrets in another vault.
   *
   * @throws IllegalArgumentException if the names differ
   */
  void check(Topology topology) {
    String expected = topology.vaultName();
    vault
        .map(SecretVault::vaultName)
        .filter(name -> !name.equals(expected))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "the vault given is %s, but the hosts would look for their secrets in %s; write vault.name: %s in the specification or leave it out"
                      .formatted(name, expected, name));
            });
  }
}
