package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Item;
import dev.azurepatroni.emulator.plugin.Problem;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Key vaults and their secrets. */
final class Vault {
  static final String SECRET = "azurerm_key_vault_secret";
  private static final String VAULT = "key_vault_id";
  private static final String RBAC = "rbac_authorization_enabled";
  private static final String RBAC_BEFORE = "enable_rbac_authorization";
  private static final String PURGE = "purge_protection_enabled";
  private static final String SUBNETS = "network_acls.virtual_network_subnet_ids";
  private static final List<String> WRITERS =
      List.of("Key Vault Secrets Officer", "Key Vault Administrator");

  private Vault() {}

  static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup("azurerm_key_vault", "Key Vault", "Microsoft.KeyVault/vaults")
            .replacedBy("tenant_id")
            .preset("soft_delete_retention_days", 90)
            .preset("public_network_access_enabled", true)
            .computes("access_policy", (attempt, block) -> Value.of(List.of()))
            .computes(RBAC, (attempt, block) -> Value.of(false))
            .computes(
                "vault_uri",
                (attempt, block) ->
                    Value.of("https://" + attempt.text("name") + ".vault.azure.net/"))
            .settles(Vault::withBothNames)
            .refersTo(SUBNETS)
            .check(Vault::nameFree)
            .check(Vault::protectionStays)
            .check(Vault::subnetsReachVaults)
            .owns(SECRET, VAULT),
        Behaviour.of(SECRET, "Secret", "{" + VAULT + "}/secrets/{name}")
            .replacedBy(VAULT)
            .validates(Vault::oneValue)
            .settles(Vault::withVersion)
            .refersTo(VAULT)
            .check(Vault::secretNew)
            .guards(Vault::deployerMayWrite)
            .hides(Vault::secretValue));
  }

  /** An argument was renamed: whichever is configured, both show it. */
  private static Value withBothNames(Attempt attempt, Value state) {
    String given = attempt.config().at(RBAC_BEFORE).isNull() ? RBAC : RBAC_BEFORE;
    Value enabled = Value.of(state.isTrue(given));
    return state.with(RBAC, enabled).with(RBAC_BEFORE, enabled);
  }

  private static List<Rejection> nameFree(Attempt attempt) {
    boolean taken =
        attempt
            .others("azurerm_key_vault")
            .anyMatch(vault -> vault.name().equalsIgnoreCase(attempt.text("name")));
    return taken
        ? List.of(
            Rejection.conflict(
                "VaultAlreadyExists",
                "The vault name '"
                    + attempt.text("name")
                    + "' is already in use. Vault names are globally unique so it is possible that the name is already taken."))
        : List.of();
  }

  private static List<Rejection> protectionStays(Attempt attempt) {
    return attempt.prior().isTrue(PURGE) && !attempt.planned().isTrue(PURGE)
        ? List.of(
            Rejection.byProvider(
                "updating Key Vault: once Purge Protection has been Enabled it's not possible to disable it",
                PURGE))
        : List.of();
  }

  private static List<Rejection> subnetsReachVaults(Attempt attempt) {
    List<Rejection> rejections = new ArrayList<>();
    Refs.at(attempt.planned(), SUBNETS)
        .flatMap(id -> attempt.inventory().find(id).stream())
        .filter(subnet -> !subnet.state().texts("service_endpoints").contains("Microsoft.KeyVault"))
        .forEach(
            subnet ->
                rejections.add(
                    Rejection.badRequest(
                        "SubnetsHaveNoServiceEndpointsConfigured",
                        "Subnets "
                            + subnet.name()
                            + " of virtual network "
                            + subnet.state().text("virtual_network_name").orElse("")
                            + " do not have ServiceEndpoints for Microsoft.KeyVault resources configured. Add"
                            + " Microsoft.KeyVault to subnet's ServiceEndpoints collection before trying to ACL"
                            + " Microsoft.KeyVault resources to these subnets.",
                        "network_acls")));
    return rejections;
  }

  private static List<Problem> oneValue(Value config) {
    boolean plain = !config.at("value").isNull();
    boolean writeOnly = !config.at("value_wo").isNull();
    if (plain == writeOnly) {
      return List.of(
          Problem.error(
              plain ? "Conflicting configuration arguments" : "Missing required argument",
              "one of `value,value_wo` must be specified"));
    }
    return writeOnly && config.at("value_wo_version").isNull()
        ? List.of(
            Problem.error(
                "value_wo",
                "Missing required argument",
                "\"value_wo\": all of `value_wo,value_wo_version` must be specified"))
        : List.of();
  }

  /**
   * Every value that is set makes a version, and a version is an id: learn.microsoft.com, "Azure
   * Key Vault secrets".
   */
  private static Value withVersion(Attempt attempt, Value state) {
    String resource = attempt.text(VAULT) + "/secrets/" + attempt.text("name");
    String vault =
        attempt
            .referred(VAULT)
            .flatMap(item -> item.state().text("vault_uri"))
            .orElse("https://unknown.vault.azure.net/");
    String versionless = vault + "secrets/" + attempt.text("name");
    String last = attempt.prior().text("version").orElse("");
    String version =
        isWritten(attempt) ? Account.guid(resource + " after " + last).replace("-", "") : last;
    return state
        .with("id", Value.of(versionless + "/" + version))
        .with("version", Value.of(version))
        .with("versionless_id", Value.of(versionless))
        .with("resource_id", Value.of(resource + "/versions/" + version))
        .with("resource_versionless_id", Value.of(resource))
        .with("value_wo", Value.Absent.NULL);
  }

  /** Its id changes with every version, so the name decides whether it is there. */
  private static List<Rejection> secretNew(Attempt attempt) {
    boolean there =
        attempt.isCreation()
            && attempt
                .others(SECRET)
                .anyMatch(
                    secret ->
                        secret
                            .state()
                            .at("versionless_id")
                            .equals(attempt.planned().at("versionless_id")));
    return there
        ? List.of(Rejection.byProvider(AzureType.exists(attempt.id(), SECRET), ""))
        : List.of();
  }

  private static boolean isWritten(Attempt attempt) {
    return attempt.isCreation() || attempt.changes("value") || attempt.changes("value_wo_version");
  }

  private static Map<String, String> secretValue(Attempt attempt) {
    if (!isWritten(attempt)) {
      return Map.of();
    }
    return attempt
        .config()
        .text("value_wo")
        .or(() -> attempt.planned().text("value"))
        .map(value -> Map.of("value", value))
        .orElse(Map.of());
  }

  private static List<Rejection> deployerMayWrite(Cloud cloud, Value secret) {
    String deployer = cloud.account().objectId();
    Optional<Item> vault = secret.text(VAULT).flatMap(cloud.inventory()::find);
    if (vault.isEmpty()) {
      return List.of();
    }
    String resource = vault.get().id() + "/secrets/" + secret.text("name").orElse("");
    boolean allowed =
        vault.get().state().isTrue(RBAC)
            ? Identity.mayAct(cloud, deployer, resource, WRITERS)
            : vault.get().state().at("access_policy").items().stream()
                .filter(policy -> policy.text("object_id").filter(deployer::equals).isPresent())
                .anyMatch(policy -> policy.texts("secret_permissions").contains("Set"));
    return allowed
        ? List.of()
        : List.of(
            Rejection.forbidden(
                "Forbidden",
                "Caller is not authorized to perform action on resource. If role assignments, deny assignments or role"
                    + " definitions were changed recently, please observe propagation time. Caller: appid="
                    + cloud.account().clientId()
                    + ";oid="
                    + deployer
                    + " Action: 'Microsoft.KeyVault/vaults/secrets/setSecret/action' Resource: '"
                    + resource
                    + "' Assignment: (not found) InnerError: ForbiddenByRbac"));
  }
}
