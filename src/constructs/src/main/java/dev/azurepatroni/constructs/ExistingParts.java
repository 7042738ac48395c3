package dev.azurepatroni.constructs;

import java.util.Optional;

/**
 * What a cluster is given instead of making it.
 *
 * @param resourceGroup name of a resource group
 * @param subnet a subnet
 * @param vault a vault
 */
record ExistingParts(
    Optional<String> resourceGroup, Optional<ClusterSubnet> subnet, Optional<SecretVault> vault) {}
