package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import java.util.List;

/** A Key Vault with role-based access that secrets are written to. */
public interface SecretVault {
  /** {@return Azure's id of the vault} */
  String vaultId();

  /** {@return name of the vault, a literal: hosts find it by name} */
  String vaultName();

  /** {@return what has to be done before whoever deploys can write secrets} */
  List<ITerraformDependable> writable();

  /**
   * A vault that exists already and in which whoever deploys holds Key Vault Secrets Officer.
   *
   * @param vaultId Azure's id, literal or from a data source
   * @param vaultName its name, a literal
   * @return the vault, to which secrets are added
   */
  static SecretVault existing(String vaultId, String vaultName) {
    return new ExistingVault(vaultId, vaultName);
  }

  /**
   * A vault by id and name.
   *
   * @param vaultId Azure's id
   * @param vaultName its name
   */
  record ExistingVault(String vaultId, String vaultName) implements SecretVault {
    @Override
    public List<ITerraformDependable> writable() {
      return List.of();
    }
  }
}
