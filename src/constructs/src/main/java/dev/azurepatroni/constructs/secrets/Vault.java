package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/** A Key Vault with role-based access, to which secrets are written. */
public interface Vault {
  /** {@return Azure's id of the vault} */
  String vaultId();

  /** {@return name of the vault, a literal: hosts find it by name} */
  String vaultName();

  /** {@return resources that must exist before Terraform can write secrets} */
  List<ITerraformDependable> dependencies();

  /**
   * A secret that is in the vault already, or is written by another stack.
   *
   * @param name in the vault
   * @return the secret, for grants
   */
  default VaultSecret secret(String name) {
    return new VaultSecret(name, vaultId() + "/secrets/" + name);
  }

  /**
   * Imports a vault in which the deploying identity holds <em>Key Vault Secrets Officer</em>.
   *
   * @param vaultId Azure's id, literal or from a data source
   * @param vaultName its name, a literal
   * @return the vault, to which secrets are added
   */
  static Vault fromAttributes(String vaultId, String vaultName) {
    return new ImportedVault(vaultId, vaultName);
  }
}
