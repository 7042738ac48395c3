package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.util.Locale;
import java.util.Map;

/**
 * Who may read a secret: who has a role for it, or for anything above it. Scopes:
 * learn.microsoft.com, "Understand scope for Azure RBAC"; roles that read values: "Provide access
 * to Key Vault keys, certificates, and secrets with Azure role-based access control".
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
        ? inventory.ofType("azurerm_role_assignment").stream()
            .filter(assignment -> assignment.text("principal_id").equalsIgnoreCase(principal))
            .filter(VaultRights::reads)
            .anyMatch(assignment -> covers(assignment.text("scope"), resource))
        : vault.item().blocks("access_policy").stream()
            .filter(policy -> Item.text(policy, "object_id").equalsIgnoreCase(principal))
            .anyMatch(VaultRights::allowsGet);
  }

  private static boolean reads(Item assignment) {
    String id = assignment.text("role_definition_id");
    return id.isEmpty()
        ? READERS.containsValue(assignment.text("role_definition_name"))
        : READERS.containsKey(id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
  }

  /** A scope ends where a part of the id ends, or a secret would open those named after it. */
  private static boolean covers(String scope, String resource) {
    String above = scope.toLowerCase(Locale.ROOT).replaceFirst("/$", "") + "/";
    return scope.startsWith("/") && (resource.toLowerCase(Locale.ROOT) + "/").startsWith(above);
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
