package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import com.hashicorp.cdktf.providers.tls.private_key.PrivateKey;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import software.constructs.Construct;

/** The administrator's key of a specification without keys: generated, and written to the vault. */
final class GeneratedSshKey extends Construct {
  private final VaultSecret secret;
  private final String publicKey;

  GeneratedSshKey(Construct scope, String id, String cluster, Vault vault) {
    super(scope, id);
    String name = cluster + "-ssh-private-key";
    PrivateKey key =
        LogicalIds.assign(
            name, PrivateKey.Builder.create(this, "key").algorithm("ED25519").build());
    this.publicKey = key.getPublicKeyOpenssh();
    KeyVaultSecret written =
        LogicalIds.assign(
            name,
            KeyVaultSecret.Builder.create(this, "secret")
                .name(name)
                .keyVaultId(vault.vaultId())
                .value(key.getPrivateKeyOpenssh())
                .contentType("application/x-openssh-private-key")
                .dependsOn(vault.dependencies())
                .build());
    this.secret = new VaultSecret(name, written.getResourceVersionlessId());
  }

  VaultSecret secret() {
    return secret;
  }

  String secretName() {
    return secret.name();
  }

  String publicKey() {
    return publicKey;
  }
}
