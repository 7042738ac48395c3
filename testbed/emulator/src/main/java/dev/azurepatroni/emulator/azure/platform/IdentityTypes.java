package dev.azurepatroni.emulator.azure.platform;

import dev.azurepatroni.emulator.azure.compute.MachineTypes;
import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Resource groups, managed identities and role assignments. */
public final class IdentityTypes {
  static final String ASSIGNMENT = "azurerm_role_assignment";
  static final String OWN = "azurerm_user_assigned_identity";
  private static final String ROLE = "role_definition_name";
  private static final String ROLE_ID = "role_definition_id";
  private static final String ROLES = "/providers/Microsoft.Authorization/roleDefinitions/";

  /** Built-in roles: learn.microsoft.com, "Azure built-in roles". */
  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
          Map.entry("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
          Map.entry("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"),
          Map.entry("Key Vault Administrator", "00482a5a-887f-4fb3-b363-3b7fe8e74483"),
          Map.entry("Key Vault Reader", "21090545-7ca7-4776-b22c-e363652d74d2"),
          Map.entry("Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"),
          Map.entry("Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6"),
          Map.entry("Monitoring Metrics Publisher", "3913510d-42f4-4e42-8a64-420c390055eb"),
          Map.entry("Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
          Map.entry("Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
          Map.entry("Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"),
          Map.entry("Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"),
          Map.entry("Storage Queue Data Reader", "19e7f393-937e-4f77-808e-94535e297925"));

  private IdentityTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.of(
                "azurerm_resource_group",
                "Resource Group",
                "/subscriptions/{subscription}/resourceGroups/{name}")
            .replacedBy("location")
            .storesIdLast()
            .removal(IdentityTypes::stillUsed),
        Behaviour.inGroup(
                OWN, "User Assigned Identity", "Microsoft.ManagedIdentity/userAssignedIdentities")
            .storesIdLast()
            .computesGuid("client_id")
            .computesGuid("principal_id")
            .computes(
                "tenant_id", (request, block) -> Value.of(request.cloud().account().tenantId()))
            .usedBy(MachineTypes.MACHINE, "identity.identity_ids", "AuthorizationFailed"),
        Behaviour.of(
                ASSIGNMENT,
                "Role Assignment",
                "{scope}/providers/Microsoft.Authorization/roleAssignments/{name}")
            .replacedBy(
                "scope",
                "principal_id",
                "principal_type",
                ROLE,
                ROLE_ID,
                "description",
                "condition")
            .replacedBy("condition_version", "delegated_managed_identity_resource_id")
            .computes(
                "name", (request, block) -> Value.of(Account.guid(subject(request.planned()))))
            .computes(ROLE, (request, block) -> Value.of(roleName(request.text(ROLE_ID))))
            .computes(ROLE_ID, (request, block) -> Value.of(roleId(request)))
            .computes("principal_type", "ServicePrincipal")
            .storesIdLast()
            .finds(IdentityTypes::withGivenName)
            .unread("skip_service_principal_aad_check")
            .validates(IdentityTypes::roleGiven)
            .check(IdentityTypes::assignable));
  }

  private static List<Rejection> stillUsed(Cloud cloud, Value group) {
    String below = group.text("id").orElse("").toLowerCase(Locale.ROOT) + "/";
    List<String> inside =
        cloud.inventory().all().stream()
            .map(StoredResource::id)
            .filter(id -> id.toLowerCase(Locale.ROOT).startsWith(below))
            .toList();
    if (inside.isEmpty()) {
      return List.of();
    }
    String message =
        String.format(
            "deleting Resource Group \"%s\": the Resource Group still contains Resources.%n%n"
                + "Terraform is configured to check for Resources within the Resource Group when deleting the Resource"
                + " Group - and raise an error if nested Resources still exist to avoid unintentionally deleting these"
                + " Resources.%n%nTerraform has detected that the following Resources still exist within the Resource"
                + " Group:%n%n* `%s`",
            group.text("name").orElse(""), String.join("`\n* `", inside));
    return List.of(Rejection.byProvider(message, ""));
  }

  /** azurerm generates the name if none is given, so that it finds no existing assignment. */
  private static Optional<StoredResource> withGivenName(WriteRequest request) {
    return request.config().at("name").isNull()
        ? Optional.empty()
        : request.inventory().find(request.id());
  }

  private static String subject(Value assignment) {
    return Stream.of("scope", "principal_id", ROLE, ROLE_ID)
        .map(path -> assignment.text(path).orElse(""))
        .toList()
        .toString();
  }

  private static String roleName(String id) {
    String guid = id.substring(id.lastIndexOf('/') + 1);
    return BUILT_IN.entrySet().stream()
        .filter(role -> role.getValue().equals(guid))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private static String roleId(WriteRequest request) {
    String guid = BUILT_IN.getOrDefault(request.text(ROLE), "");
    return "/subscriptions/" + request.cloud().account().subscriptionId() + ROLES + guid;
  }

  private static List<Diagnostic> roleGiven(Value config) {
    boolean given = !config.at(ROLE).isNull() || !config.at(ROLE_ID).isNull();
    return given
        ? List.of()
        : List.of(
            Diagnostic.error(
                "Missing required argument",
                "one of `role_definition_id,role_definition_name` must be specified"));
  }

  private static List<Rejection> assignable(WriteRequest request) {
    String scope = request.text("scope");
    String principal = request.text("principal_id");
    if (roleName(request.text(ROLE_ID)).isEmpty()) {
      String role = request.text(ROLE).isEmpty() ? request.text(ROLE_ID) : request.text(ROLE);
      return List.of(
          Rejection.byProvider(
              "loading Role Definition List: could not find role '" + role + "'", ROLE));
    }
    if (!exists(request.cloud(), scope)) {
      return List.of(
          Rejection.notFound("ResourceNotFound", "The Resource '" + scope + "' was not found."));
    }
    if (principals(request.cloud()).noneMatch(principal::equals)) {
      return List.of(
          Rejection.badRequest(
              "PrincipalNotFound",
              "Principal "
                  + principal.replace("-", "")
                  + " does not exist in the directory "
                  + request.cloud().account().tenantId()
                  + ". Check that you have the correct principal ID.",
              "principal_id"));
    }
    boolean again =
        request.inventory().ofType(ASSIGNMENT).stream()
            .anyMatch(
                assignment ->
                    Stream.of("scope", "principal_id", ROLE_ID)
                        .allMatch(path -> request.agreesWith(assignment, path)));
    return again
        ? List.of(Rejection.conflict("RoleAssignmentExists", "The role assignment already exists."))
        : List.of();
  }

  /**
   * Returns whether a scope exists: the subscription, a resource, or a secret without its version.
   */
  private static boolean exists(Cloud cloud, String scope) {
    return scope.equalsIgnoreCase("/subscriptions/" + cloud.account().subscriptionId())
        || cloud.inventory().find(scope).isPresent()
        || cloud.inventory().ofType(KeyVaultTypes.SECRET).stream()
            .anyMatch(
                secret ->
                    secret
                        .state()
                        .text("resource_versionless_id")
                        .filter(scope::equalsIgnoreCase)
                        .isPresent());
  }

  private static Stream<String> principals(Cloud cloud) {
    Stream<String> identities =
        cloud.inventory().ofType(OWN).stream()
            .flatMap(identity -> identity.state().text("principal_id").stream());
    Stream<String> machines =
        cloud.inventory().ofType(MachineTypes.MACHINE).stream()
            .flatMap(machine -> PathQuery.texts(machine.state(), "identity.principal_id"));
    return Stream.concat(
        Stream.of(cloud.account().objectId()), Stream.concat(identities, machines));
  }

  /** Returns whether a principal has one of the roles at a resource or at a scope above it. */
  static boolean hasRole(Cloud cloud, String principal, String resourceId, List<String> roles) {
    List<String> ids =
        roles.stream().flatMap(role -> Optional.ofNullable(BUILT_IN.get(role)).stream()).toList();
    String resource = resourceId.toLowerCase(Locale.ROOT) + "/";
    return cloud.inventory().ofType(ASSIGNMENT).stream()
        .filter(assignment -> cloud.isInEffect(assignment.id()))
        .map(StoredResource::state)
        .filter(assignment -> assignment.text("principal_id").filter(principal::equals).isPresent())
        .filter(
            assignment ->
                assignment
                    .text(ROLE_ID)
                    .filter(id -> ids.stream().anyMatch(id::endsWith))
                    .isPresent())
        .anyMatch(
            assignment ->
                assignment
                    .text("scope")
                    .filter(scope -> resource.startsWith(scope.toLowerCase(Locale.ROOT) + "/"))
                    .isPresent());
  }
}
