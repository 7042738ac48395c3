package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.providers.azurerm.role_assignment.RoleAssignment;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import java.util.List;
import software.constructs.Construct;

/** Role assignments of people and groups; hosts have theirs from their identities. */
final class PersonalReaders {
  private PersonalReaders() {}

  /** Lets each reader read each of the secrets, and no other of the vault. */
  static void grant(Construct scope, List<String> readers, List<VaultSecret> secrets) {
    for (VaultSecret secret : secrets) {
      for (String reader : readers) {
        String name = secret.name() + "-for-" + reader;
        // Without a type: Azure knows whether the id is a person or a group.
        LogicalIds.assign(
            name,
            RoleAssignment.Builder.create(scope, name)
                .scope(secret.scope())
                .roleDefinitionName("Key Vault Secrets User")
                .principalId(reader)
                .build());
      }
    }
  }
}
