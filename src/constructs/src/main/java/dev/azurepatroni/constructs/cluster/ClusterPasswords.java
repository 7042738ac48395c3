package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.secret.Password;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * A cluster's passwords: generated while Terraform runs, written to the vault, kept nowhere else.
 * Ephemeral blocks and write-only arguments ask for Terraform 1.11.
 */
final class ClusterPasswords extends Construct {
  private static final int LENGTH = 32;
  private static final int FIRST = 1;
  private static final String LEAST_TERRAFORM = ">= 1.11";

  private final Map<Password, VaultSecret> secrets = new EnumMap<>(Password.class);

  /**
   * Creates one secret for each password.
   *
   * @param version raised by one, Terraform writes a new password
   */
  ClusterPasswords(
      Construct scope,
      String id,
      String cluster,
      List<Password> passwords,
      Vault vault,
      int version) {
    super(scope, id);
    TerraformStack stack = TerraformStack.of(this);
    stack.addOverride("terraform.required_version", LEAST_TERRAFORM);
    for (Password password : passwords) {
      String name = password.secretName(cluster);
      // cdktf has no class for ephemeral blocks.
      stack.addOverride(
          "ephemeral.random_password." + name, Map.of("length", LENGTH, "special", false));
      KeyVaultSecret secret =
          LogicalIds.assign(
              name,
              KeyVaultSecret.Builder.create(this, name)
                  .name(name)
                  .keyVaultId(vault.vaultId())
                  .valueWo("${ephemeral.random_password.%s.result}".formatted(name))
                  .valueWoVersion(password.isRotated() ? version : FIRST)
                  .contentType("text/plain")
                  .dependsOn(vault.dependencies())
                  .build());
      secrets.put(password, new VaultSecret(name, secret.getResourceVersionlessId()));
    }
  }

  VaultSecret of(Password password) {
    return secrets.get(password);
  }
}
