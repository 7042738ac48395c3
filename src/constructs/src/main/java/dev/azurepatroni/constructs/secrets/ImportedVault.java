package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/**
 * A vault by id and name.
 *
 * @param vaultId Azure's id
 * @param vaultName its name
 */
record ImportedVault(String vaultId, String vaultName) implements Vault {
  @Override
  public List<ITerraformDependable> dependencies() {
    return List.of();
  }
}
