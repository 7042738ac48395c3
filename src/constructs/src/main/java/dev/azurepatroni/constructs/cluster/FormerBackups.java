package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccount;
import com.hashicorp.cdktf.providers.azurerm.storage_container.StorageContainer;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicy;
import dev.azurepatroni.constructs.internal.FormerResources;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.secret.Password;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/** Leaves backups and their key in Azure, once the cluster no longer creates them. */
final class FormerBackups {
  private FormerBackups() {}

  static void keep(Construct scope, ClusterPlan plan) {
    String cluster = plan.spec().name();
    List<String> addresses = new ArrayList<>();
    // The cluster's own store, or a given one that took over its addresses.
    if (!LogicalIds.isClaimed(scope, "backup store", cluster)) {
      addresses.add(StorageAccount.TF_RESOURCE_TYPE + "." + cluster);
      addresses.add(StorageContainer.TF_RESOURCE_TYPE + "." + cluster);
      addresses.add(StorageManagementPolicy.TF_RESOURCE_TYPE + "." + cluster);
    }
    if (!plan.passwords().contains(Password.BACKUP_CIPHER)) {
      addresses.add(
          KeyVaultSecret.TF_RESOURCE_TYPE + "." + Password.BACKUP_CIPHER.secretName(cluster));
    }
    if (!addresses.isEmpty()) {
      FormerResources.keep(scope, addresses);
    }
  }
}
