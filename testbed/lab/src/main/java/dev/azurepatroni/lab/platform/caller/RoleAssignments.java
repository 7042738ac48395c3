package dev.azurepatroni.lab.platform.caller;

import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.util.Locale;
import java.util.Map;

/**
 * Roles of a principal for a resource, or for anything above it: learn.microsoft.com, "Understand
 * scope for Azure RBAC".
 */
public final class RoleAssignments {
  private RoleAssignments() {}

  /**
   * Whether a principal has one of some roles for a resource.
   *
   * @param roles names of the roles by their id
   */
  public static boolean any(
      Inventory inventory, String principal, Map<String, String> roles, String resource) {
    return inventory.ofType("azurerm_role_assignment").stream()
        .filter(assignment -> assignment.text("principal_id").equalsIgnoreCase(principal))
        .filter(assignment -> isOneOf(assignment, roles))
        .anyMatch(assignment -> covers(assignment.text("scope"), resource));
  }

  private static boolean isOneOf(Item assignment, Map<String, String> roles) {
    String id = assignment.text("role_definition_id");
    return id.isEmpty()
        ? roles.containsValue(assignment.text("role_definition_name"))
        : roles.containsKey(id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
  }

  /** A scope ends where a part of the id ends, or a secret would open those named after it. */
  private static boolean covers(String scope, String resource) {
    String above = scope.toLowerCase(Locale.ROOT).replaceFirst("/$", "") + "/";
    return scope.startsWith("/") && (resource.toLowerCase(Locale.ROOT) + "/").startsWith(above);
  }
}
