package dev.azurepatroni.emulator.azure.platform;

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
import java.util.Optional;

/** What azurerm and Azure refuse of storage accounts, containers and management policies. */
final class StorageChecks {
  static final String SUBNETS = "network_rules.virtual_network_subnet_ids";
  private static final List<String> REPLICATIONS =
      List.of("LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS");
  private static final List<String> QUEUE_ROLES =
      List.of("Storage Queue Data Contributor", "Storage Queue Data Reader");
  private static final String PRIVATE_ADDRESS = "(10|192\\.168|172\\.(1[6-9]|2\\d|3[01]))\\..*";

  private StorageChecks() {}

  /** The validation of azurerm: internal/services/storage/validate. */
  static List<Diagnostic> account(Value config) {
    List<Diagnostic> found = new ArrayList<>();
    config
        .text("name")
        .filter(name -> !name.matches("[a-z0-9]{3,24}"))
        .ifPresent(
            name ->
                found.add(
                    Diagnostic.error(
                        "name",
                        "name (\"%s\") can only consist of lowercase letters and numbers, and must be between 3 and 24 characters long"
                            .formatted(name),
                        "")));
    config
        .text("account_replication_type")
        .filter(one -> !REPLICATIONS.contains(one))
        .ifPresent(
            one ->
                found.add(
                    Diagnostic.error(
                        "account_replication_type",
                        "expected account_replication_type to be one of [\"%s\"], got %s"
                            .formatted(String.join("\" \"", REPLICATIONS), one),
                        "")));
    for (String kept : List.of("delete_retention_policy", "container_delete_retention_policy")) {
      inRange(config, "blob_properties.0." + kept + ".0.days", 1, 365, found);
    }
    config.texts("network_rules.0.ip_rules").stream()
        .filter(range -> range.matches(PRIVATE_ADDRESS))
        .forEach(
            range ->
                found.add(
                    Diagnostic.error(
                        "network_rules.0.ip_rules",
                        "\"network_rules.0.ip_rules\" must be public ip address but got \"%s\""
                            .formatted(range),
                        "")));
    return found;
  }

  private static void inRange(
      Value config, String path, long least, long most, List<Diagnostic> found) {
    config
        .number(path)
        .filter(days -> days < least || days > most)
        .ifPresent(
            days ->
                found.add(
                    Diagnostic.error(
                        path,
                        "expected %s to be in the range (%d - %d), got %d"
                            .formatted(path, least, most, days),
                        "")));
  }

  static List<Diagnostic> container(Value config) {
    List<Diagnostic> found = new ArrayList<>();
    if (!config.at("storage_account_name").isNull()) {
      found.add(
          Diagnostic.error(
              "storage_account_name",
              "The emulator does not know storage_account_name",
              "azurerm 5 drops it, and it needs the data plane. Set storage_account_id."));
    } else if (config.at(StorageTypes.ACCOUNT_ID).isNull()) {
      found.add(
          Diagnostic.error(
              "Missing required argument",
              "one of `storage_account_id,storage_account_name` must be specified"));
    }
    String name = config.text("name").orElse("valid");
    if (!name.matches("\\$root|\\$web|[0-9a-z-]+")) {
      found.add(
          nameError(
              "only lowercase alphanumeric characters and hyphens allowed in \"name\": \"%s\"",
              name));
    }
    if (name.length() < 3 || name.length() > 63) {
      found.add(nameError("\"name\" must be between 3 and 63 characters: \"%s\"", name));
    }
    if (name.startsWith("-")) {
      found.add(nameError("\"name\" cannot begin with a hyphen: \"%s\"", name));
    }
    return found;
  }

  private static Diagnostic nameError(String message, String name) {
    return Diagnostic.error("name", message.formatted(name), "");
  }

  static List<Diagnostic> policy(Value config) {
    List<Diagnostic> found = new ArrayList<>();
    for (int rule = 0; rule < config.at("rule").items().size(); rule++) {
      for (String path : StorageTypes.daysOfRules()) {
        String[] steps = path.split("\\.", -1);
        String here = "rule.%d.actions.0.%s.0.%s".formatted(rule, steps[2], steps[3]);
        inRange(config, here, 0, 99_999, found);
      }
    }
    return found;
  }

  static List<Rejection> accountExists(WriteRequest request) {
    return request.referred(StorageTypes.ACCOUNT_ID).isPresent()
        ? List.of()
        : List.of(
            Rejection.notFound(
                "ParentResourceNotFound",
                "Failed to perform 'write' on resource(s) of type 'storageAccounts', because the parent resource '"
                    + request.text(StorageTypes.ACCOUNT_ID)
                    + "' could not be found."));
  }

  static List<Rejection> publicAccessPermitted(WriteRequest request) {
    boolean permitted =
        request.text("container_access_type").equals("private")
            || request
                .referred(StorageTypes.ACCOUNT_ID)
                .filter(account -> !account.state().isTrue("allow_nested_items_to_be_public"))
                .isEmpty();
    return permitted
        ? List.of()
        : List.of(
            Rejection.conflict(
                "PublicAccessNotPermitted",
                "Public access is not permitted on this storage account."));
  }

  static List<Rejection> subnetsReachStorage(WriteRequest request) {
    return PathQuery.texts(request.planned(), SUBNETS)
        .flatMap(id -> request.inventory().find(id).stream())
        .filter(subnet -> !subnet.state().texts("service_endpoints").contains("Microsoft.Storage"))
        .map(StorageChecks::withoutEndpoint)
        .toList();
  }

  private static Rejection withoutEndpoint(StoredResource subnet) {
    return Rejection.badRequest(
        "NetworkAclsValidationFailure",
        "Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured:Subnets "
            + subnet.name()
            + " of virtual network "
            + subnet.id().replaceFirst("/subnets/.*", "")
            + " do not have ServiceEndpoints for Microsoft.Storage resources configured. Add Microsoft.Storage to"
            + " subnet's ServiceEndpoints collection before trying to ACL Microsoft.Storage resources to these"
            + " subnets..",
        "network_rules");
  }

  /**
   * Each read of azurerm 4 asks the account's queue service, unless {@code
   * features.storage.data_plane_available} is false; azurerm 5 does not.
   */
  static List<Rejection> dataPlaneAnswers(Cloud cloud, Value account) {
    if (!cloud.readsStorageData()) {
      return List.of();
    }
    String answer = answer(cloud, account);
    return answer.isEmpty()
        ? List.of()
        : List.of(
            Rejection.byProvider(
                "retrieving queue properties for Storage Account (Storage Account Name: \""
                    + account.text("name").orElse("")
                    + "\"): executing request: unexpected status 403 (403 "
                    + answer.replaceFirst("[^:]*: ", "")
                    + ") with "
                    + answer,
                ""));
  }

  private static String answer(Cloud cloud, Value account) {
    String address = cloud.account().publicAddress();
    Value rules = account.at("network_rules.0");
    boolean allowed =
        rules.text("default_action").filter("Deny"::equals).isEmpty()
            || rules.texts("ip_rules").stream()
                .anyMatch(range -> AddressPrefix.parse(range).contains(address));
    if (!allowed) {
      return "AuthorizationFailure: This request is not authorized to perform this operation.";
    }
    if (!cloud.storageUsesAzureAd()) {
      return account.isTrue("shared_access_key_enabled")
          ? ""
          : "KeyBasedAuthenticationNotPermitted: Key based authentication is not permitted on this storage account.";
    }
    Optional<String> id = account.text("id");
    return IdentityTypes.hasRole(cloud, cloud.account().objectId(), id.orElse(""), QUEUE_ROLES)
        ? ""
        : "AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission.";
  }
}
