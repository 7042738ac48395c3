package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.platform.caller.RoleAssignments;
import java.util.Map;

/**
 * Who may read a secret. Roles that read values: learn.microsoft.com, "Provide access to Key Vault
 * keys, certificates, and secrets with Azure role-based access control".
 */
public final class VaultRights {
  private static final Map<String, String> READERS =
      Map.of(
          "4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User",
          "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer",
          "00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator");

  private VaultRights() {}

  static boolean mayRead(Inventory inventory, Vault vault, String principal, String resource) {
    return vault.rbac()
        ? RoleAssignments.any(inventory, principal, READERS, resource)
        : vault.item().blocks("access_policy").stream()
            .filter(policy -> Item.text(policy, "object_id").equalsIgnoreCase(principal))
            .anyMatch(VaultRights::allowsGet);
  }

  private static boolean allowsGet(JsonNode policy) {
    for (JsonNode permission : policy.path("secret_permissions")) {
      if (permission.asText().equalsIgnoreCase("Get")) {
        return true;
      }
    }
    return false;
  }
}
