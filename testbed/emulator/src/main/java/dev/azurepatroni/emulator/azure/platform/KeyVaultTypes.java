package dev.azurepatroni.emulator.azure.platform;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.AzureType;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.azure.network.AddressPrefix;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Key vaults and their secrets. */
public final class KeyVaultTypes {
  static final String SECRET = "azurerm_key_vault_secret";
  private static final String VAULT = "key_vault_id";
  private static final String RBAC = "rbac_authorization_enabled";
  private static final String RBAC_BEFORE = "enable_rbac_authorization";
  private static final String PURGE = "purge_protection_enabled";
  private static final String SUBNETS = "network_acls.virtual_network_subnet_ids";
  private static final List<String> WRITERS =
      List.of("Key Vault Secrets Officer", "Key Vault Administrator");

  private KeyVaultTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup("azurerm_key_vault", "Key Vault", "Microsoft.KeyVault/vaults")
            .replacedBy("tenant_id")
            .locks("id", SUBNETS)
            .keepsStateOfFailedUpdate()
            .preset("soft_delete_retention_days", 90)
            .preset("public_network_access_enabled", true)
            .computes("access_policy", (request, block) -> Value.of(List.of()))
            .computes(RBAC, (request, block) -> Value.of(false))
            .computes(
                "vault_uri",
                (request, block) ->
                    Value.of("https://" + request.text("name") + ".vault.azure.net/"))
            .settles(KeyVaultTypes::withBothNames)
            .refersTo(SUBNETS)
            .uniqueName(KeyVaultTypes::taken)
            .check(KeyVaultTypes::protectionStays)
            .check(KeyVaultTypes::subnetsReachVaults)
            .owns(SECRET, VAULT),
        Behaviour.of(SECRET, "Secret", "{" + VAULT + "}/secrets/{name}")
            .replacedBy(VAULT)
            .validates(KeyVaultTypes::oneValue)
            .settles(KeyVaultTypes::withVersion)
            .refersTo(VAULT)
            .storesIdLast()
            .within(VAULT)
            .finds(KeyVaultTypes::existing)
            .saysExisting((request, existing) -> AzureType.exists(existing.id(), SECRET))
            .unread("value_wo_version")
            .reads(KeyVaultTypes::withValue)
            .guards(KeyVaultTypes::deployerPassesFirewall)
            .guards(KeyVaultTypes::deployerHasRole)
            .stores(KeyVaultTypes::secretValue));
  }

  /** Sets both names of a renamed argument. */
  private static Value withBothNames(WriteRequest request, Value state) {
    String given = request.config().at(RBAC_BEFORE).isNull() ? RBAC : RBAC_BEFORE;
    Value enabled = Value.of(state.isTrue(given));
    return state.with(RBAC, enabled).with(RBAC_BEFORE, enabled);
  }

  private static Rejection taken(WriteRequest request) {
    return Rejection.conflict(
        "VaultAlreadyExists",
        "The vault name '"
            + request.text("name")
            + "' is already in use. Vault names are globally unique so it is possible that the name is already taken.");
  }

  private static List<Rejection> protectionStays(WriteRequest request) {
    return request.prior().isTrue(PURGE) && !request.planned().isTrue(PURGE)
        ? List.of(
            Rejection.byProvider(
                "updating Key Vault: once Purge Protection has been Enabled it's not possible to disable it",
                PURGE))
        : List.of();
  }

  private static List<Rejection> subnetsReachVaults(WriteRequest request) {
    List<Rejection> rejections = new ArrayList<>();
    PathQuery.texts(request.planned(), SUBNETS)
        .flatMap(id -> request.inventory().find(id).stream())
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

  private static List<Diagnostic> oneValue(Value config) {
    boolean plain = !config.at("value").isNull();
    boolean writeOnly = !config.at("value_wo").isNull();
    if (plain == writeOnly) {
      return List.of(
          Diagnostic.error(
              plain ? "Conflicting configuration arguments" : "Missing required argument",
              "one of `value,value_wo` must be specified"));
    }
    return writeOnly && config.at("value_wo_version").isNull()
        ? List.of(
            Diagnostic.error(
                "value_wo",
                "Missing required argument",
                "\"value_wo\": all of `value_wo,value_wo_version` must be specified"))
        : List.of();
  }

  /** Each value is a version with its own id: learn.microsoft.com, "Azure Key Vault secrets". */
  private static Value withVersion(WriteRequest request, Value state) {
    String resource = request.text(VAULT) + "/secrets/" + request.text("name");
    String vault =
        request
            .referred(VAULT)
            .flatMap(item -> item.state().text("vault_uri"))
            .orElse("https://unknown.vault.azure.net/");
    String versionless = vault + "secrets/" + request.text("name");
    String last = request.prior().text("version").orElse("");
    String version =
        isWritten(request) ? Account.guid(resource + " after " + last).replace("-", "") : last;
    return state
        .with("id", Value.of(versionless + "/" + version))
        .with("version", Value.of(version))
        .with("versionless_id", Value.of(versionless))
        .with("resource_id", Value.of(resource + "/versions/" + version))
        .with("resource_versionless_id", Value.of(resource))
        .with("value_wo", Value.Absent.NULL);
  }

  /** Compares names, because the id changes with every version. */
  private static Optional<StoredResource> existing(WriteRequest request) {
    Optional<StoredResource> found =
        request.inventory().ofType(SECRET).stream()
            .filter(
                secret ->
                    secret
                        .state()
                        .at("versionless_id")
                        .equals(request.planned().at("versionless_id")))
            .findFirst();
    boolean recovered = request.cloud().isRecovered(request.text(VAULT), request.text("name"));
    return found.isEmpty() && recovered ? Optional.of(ofEarlierDeployment(request)) : found;
  }

  /** The secret of this name that was in the vault when the vault was deleted. */
  private static StoredResource ofEarlierDeployment(WriteRequest request) {
    String version = Account.guid(request.id() + " before the deletion").replace("-", "");
    String id = request.text("versionless_id") + "/" + version;
    Value state =
        request
            .planned()
            .with("id", Value.of(id))
            .with("version", Value.of(version))
            .with(
                "resource_id",
                Value.of(request.text("resource_versionless_id") + "/versions/" + version));
    StoredResource secret =
        new StoredResource(id, SECRET, state, Map.of("value", "of an earlier deployment"));
    request.inventory().put(secret);
    return secret;
  }

  /**
   * azurerm reads the value in clear text, unless the state has a version of a write-only value:
   * {@code resourceKeyVaultSecretRead}.
   */
  private static Value withValue(StoredResource secret, Value before, Value read) {
    boolean writeOnly = before.number("value_wo_version").orElse(0L) > 0;
    String value = secret.sensitive().get("value");
    return read.with("value", writeOnly || value == null ? Value.Absent.NULL : Value.of(value));
  }

  private static boolean isWritten(WriteRequest request) {
    return request.isCreation() || request.changes("value") || request.changes("value_wo_version");
  }

  private static Map<String, String> secretValue(WriteRequest request) {
    if (!isWritten(request)) {
      return Map.of();
    }
    return request
        .config()
        .text("value_wo")
        .or(() -> request.planned().text("value"))
        .map(value -> Map.of("value", value))
        .orElse(Map.of());
  }

  /** The subnets of the rules are the hosts'; the deployer comes from the internet. */
  private static List<Rejection> deployerPassesFirewall(Cloud cloud, Value secret) {
    Optional<StoredResource> vault = secret.text(VAULT).flatMap(cloud.inventory()::find);
    Value rules = vault.map(item -> item.state().at("network_acls.0")).orElse(Value.Absent.NULL);
    String address = cloud.account().publicAddress();
    boolean allowed =
        !rules.text("default_action").filter("Deny"::equals).isPresent()
            || rules.texts("ip_rules").stream()
                .anyMatch(range -> AddressPrefix.parse(range).contains(address));
    return allowed
        ? List.of()
        : List.of(
            Rejection.forbidden(
                "Forbidden",
                "Client address is not authorized and caller is not a trusted service.\nClient address: "
                    + address
                    + "\nCaller: appid="
                    + cloud.account().clientId()
                    + ";oid="
                    + cloud.account().objectId()
                    + "\nVault: "
                    + vault.get().name()
                    + ";location="
                    + vault.get().state().text("location").orElse("")
                    + " InnerError: ForbiddenByFirewall"));
  }

  private static List<Rejection> deployerHasRole(Cloud cloud, Value secret) {
    String deployer = cloud.account().objectId();
    Optional<StoredResource> vault = secret.text(VAULT).flatMap(cloud.inventory()::find);
    if (vault.isEmpty()) {
      return List.of();
    }
    String resource = vault.get().id() + "/secrets/" + secret.text("name").orElse("");
    boolean allowed =
        vault.get().state().isTrue(RBAC)
            ? IdentityTypes.hasRole(cloud, deployer, resource, WRITERS)
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
