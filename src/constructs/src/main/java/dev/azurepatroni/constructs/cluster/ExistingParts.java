package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.backup.BackupStore;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.BackupStorageSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;

/**
 * What a cluster uses instead of creating it; each is null where it creates its own.
 *
 * @param resourceGroup name of a resource group
 * @param subnet a subnet
 * @param vault a vault
 * @param store a container for backups
 */
record ExistingParts(String resourceGroup, Subnet subnet, Vault vault, BackupStore store) {

  /** The specification with the names by which the hosts find what is given. */
  ClusterSpec complete(ClusterSpec spec) {
    ClusterSpecBuilder complete = ClusterSpecBuilder.builder(spec);
    if (vault != null && spec.vault().name().isEmpty()) {
      complete.vault(own -> own.name(vault.vaultName()));
    }
    if (store != null && unnamed(spec.backup().storage())) {
      complete.backup(
          backup ->
              backup.storage(
                  own -> own.name(store.accountName()).container(store.containerName())));
    }
    return complete.build();
  }

  private static boolean unnamed(BackupStorageSpec storage) {
    return storage.name().isEmpty()
        && storage.container().isEmpty()
        && storage.containerId().isEmpty();
  }

  private void checkStore(ClusterPlan plan) {
    String given = "%s/%s".formatted(store.accountName(), store.containerName());
    String expected =
        plan.backup()
            .map(backup -> "%s/%s".formatted(backup.account(), backup.container()))
            .orElse("none, because backup.enabled is false");
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          "the backup store given is %s, but the hosts would use %s; leave backup.enabled and backup.storage out of the specification"
              .formatted(given, expected));
    }
  }

  /** Whether a warning is about what the cluster creates, and not about a given part. */
  boolean concerns(Finding warning) {
    return (vault == null || !warning.path().startsWith("vault.allowedCidrs"))
        && (store == null || !warning.path().startsWith("backup.storage"));
  }

  /**
   * Refuses a cluster whose hosts would look for their secrets in another vault, or would not use
   * the given container.
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
    if (store != null) {
      checkStore(plan);
    }
  }
}
