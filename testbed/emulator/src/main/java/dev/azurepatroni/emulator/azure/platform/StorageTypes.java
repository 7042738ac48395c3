package dev.azurepatroni.emulator.azure.platform;

import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Storage accounts, their blob containers and their management policies. */
public final class StorageTypes {
  static final String ACCOUNT = "azurerm_storage_account";
  static final String ACCOUNT_ID = "storage_account_id";
  private static final String KIND = "account_kind";
  private static final String REPLICATION = "account_replication_type";
  private static final String V2 = "StorageV2";
  private static final Set<String> ACROSS_ZONES = Set.of("ZRS", "GZRS", "RAGZRS");

  /** The services of an account; "web" has the number of a cluster of Azure in its host name. */
  private static final List<String> SERVICES =
      List.of("blob", "dfs", "file", "queue", "table", "web.z6");

  private StorageTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(account(), container(), policy());
  }

  /** internal/services/storage/storage_account_resource.go of azurerm 4.81. */
  private static Behaviour account() {
    Behaviour account =
        Behaviour.inGroup(ACCOUNT, "Storage Account", "Microsoft.Storage/storageAccounts")
            .replacedBy("account_tier", "provisioned_billing_model_version", "edge_zone")
            .replacedBy("immutability_policy", "is_hns_enabled", "nfsv3_enabled")
            .replacedBy("dns_endpoint_type", "infrastructure_encryption_enabled")
            .replacedBy("queue_encryption_key_type", "table_encryption_key_type")
            .locks("id")
            .preset(KIND, V2)
            .preset("allow_nested_items_to_be_public", true)
            .preset("cross_tenant_replication_enabled", false)
            .preset("default_to_oauth_authentication", false)
            .preset("dns_endpoint_type", "Standard")
            .preset("https_traffic_only_enabled", true)
            .preset("infrastructure_encryption_enabled", false)
            .preset("is_hns_enabled", false)
            .preset("local_user_enabled", true)
            .preset("min_tls_version", "TLS1_2")
            .preset("nfsv3_enabled", false)
            .preset("public_network_access_enabled", true)
            .preset("queue_encryption_key_type", "Service")
            .preset("sftp_enabled", false)
            .preset("shared_access_key_enabled", true)
            .preset("table_encryption_key_type", "Service")
            .preset("blob_properties.change_feed_enabled", false)
            .preset("blob_properties.container_delete_retention_policy.days", 7)
            .preset("blob_properties.delete_retention_policy.days", 7)
            .preset("blob_properties.delete_retention_policy.permanent_delete_enabled", false)
            .preset("blob_properties.last_access_time_enabled", false)
            .preset("blob_properties.versioning_enabled", false)
            .computes("access_tier", "Hot")
            .computes("large_file_share_enabled", false)
            .computes("blob_properties.default_service_version", "")
            .computes(
                "network_rules.bypass", (request, block) -> Value.texts(List.of("AzureServices")))
            .computes("network_rules.ip_rules", (request, block) -> Value.of(List.of()))
            .computes(
                "network_rules.virtual_network_subnet_ids", (request, block) -> Value.of(List.of()))
            .computes("primary_location", (request, block) -> request.planned().at("location"))
            .computes("secondary_location", "")
            .plans(StorageTypes::replacement)
            .uniqueName(StorageTypes::taken)
            .refersTo(StorageChecks.SUBNETS)
            .check(StorageTypes::zonesForReplication)
            .check(StorageChecks::subnetsReachStorage)
            .validates(StorageChecks::account)
            .readable(StorageChecks::dataPlaneAnswers);
    for (String which : List.of("primary", "secondary")) {
      SERVICES.forEach(service -> withEndpoints(account, which, service));
      withKey(account, which);
    }
    return account;
  }

  /** Another region's endpoints exist only for RA-GRS and RA-GZRS, which nothing here needs. */
  private static void withEndpoints(Behaviour account, String which, String service) {
    String kind = service.replaceFirst("\\..*", "");
    String prefix = which + "_" + kind + "_";
    String zone = service.substring(kind.length());
    boolean exists = which.equals("primary");
    account
        .computes(
            prefix + "host", (request, block) -> Value.of(exists ? host(request, zone, kind) : ""))
        .computes(
            prefix + "endpoint",
            (request, block) ->
                Value.of(exists ? "https://" + host(request, zone, kind) + "/" : ""));
    for (String route : List.of("internet", "microsoft")) {
      account.computes(prefix + route + "_host", "").computes(prefix + route + "_endpoint", "");
    }
  }

  private static String host(WriteRequest request, String zone, String kind) {
    return request.text("name") + zone + "." + kind + ".core.windows.net";
  }

  private static void withKey(Behaviour account, String which) {
    account
        .computes(which + "_access_key", (request, block) -> MonitorTypes.key(which, request))
        .computes(
            which + "_connection_string",
            (request, block) ->
                Value.of(
                    "DefaultEndpointsProtocol=https;"
                        + credentials(which, request)
                        + ";EndpointSuffix=core.windows.net"))
        .computes(
            which + "_blob_connection_string",
            (request, block) ->
                Value.of(
                    which.equals("primary")
                        ? "DefaultEndpointsProtocol=https;BlobEndpoint=https://"
                            + host(request, "", "blob")
                            + "/;"
                            + credentials(which, request)
                        : ""));
  }

  private static String credentials(String which, WriteRequest request) {
    String key = MonitorTypes.key(which, request) instanceof Value.Text text ? text.text() : "";
    return "AccountName=" + request.text("name") + ";AccountKey=" + key;
  }

  private static ResourcePlan replacement(ResourcePlan plan) {
    ResourcePlan refined = plan;
    boolean upgrade =
        plan.prior().text(KIND).filter("Storage"::equals).isPresent()
            || plan.planned().text(KIND).filter(V2::equals).isPresent();
    if (plan.changes(KIND) && !upgrade) {
      refined = refined.replacedBy(KIND);
    }
    boolean zonesBefore = ACROSS_ZONES.contains(plan.prior().text(REPLICATION).orElse(""));
    boolean zonesAfter = ACROSS_ZONES.contains(plan.planned().text(REPLICATION).orElse(""));
    return zonesBefore == zonesAfter ? refined : refined.replacedBy(REPLICATION);
  }

  private static Rejection taken(WriteRequest request) {
    return Rejection.conflict(
        "StorageAccountAlreadyTaken",
        "The storage account named " + request.text("name") + " is already taken.");
  }

  private static List<Rejection> zonesForReplication(WriteRequest request) {
    String region = request.text("location");
    String replication = request.text(REPLICATION);
    return !ACROSS_ZONES.contains(replication) || CommonChecks.hasZones(region)
        ? List.of()
        : List.of(
            Rejection.badRequest(
                "RedundancyConfigurationNotAvailableInRegion",
                "The storage account failed to create due to redundancy configuration - Sku: "
                    + request.text("account_tier")
                    + "_"
                    + replication
                    + ", Kind: "
                    + request.text(KIND)
                    + " - not available in selected Region - "
                    + region
                    + ".",
                REPLICATION));
  }

  private static Behaviour container() {
    return Behaviour.of(
            "azurerm_storage_container",
            "Storage Container",
            "{" + ACCOUNT_ID + "}/blobServices/default/containers/{name}")
        .replacedBy(ACCOUNT_ID, "default_encryption_scope", "encryption_scope_override_enabled")
        .storesIdLast()
        .preset("container_access_type", "private")
        .preset("encryption_scope_override_enabled", true)
        .computes("default_encryption_scope", "$account-encryption-key")
        .computes("has_immutability_policy", false)
        .computes("has_legal_hold", false)
        .computes("metadata", (request, block) -> Value.of(Map.of()))
        .computes("resource_manager_id", (request, block) -> Value.of(request.id()))
        .validates(StorageChecks::container)
        .check(StorageChecks::accountExists)
        .check(StorageChecks::publicAccessPermitted);
  }

  private static Behaviour policy() {
    Behaviour policy =
        Behaviour.of(
                "azurerm_storage_management_policy",
                "Storage Account Management Policy",
                "{" + ACCOUNT_ID + "}/managementPolicies/default")
            .replacedBy(ACCOUNT_ID)
            .storesIdLast()
            .validates(StorageChecks::policy)
            .check(StorageChecks::accountExists);
    for (String path : daysOfRules()) {
      policy.preset(path, -1);
    }
    policy.preset("rule.filters.match_blob_index_tag.operation", "==");
    return policy;
  }

  /** The paths of all ages in a rule's actions; -1 is none. */
  static List<String> daysOfRules() {
    List<String> paths = new ArrayList<>();
    for (String since : List.of("modification", "last_access_time", "creation")) {
      for (String action : List.of("tier_to_cool", "tier_to_archive", "tier_to_cold", "delete")) {
        paths.add("base_blob." + action + "_after_days_since_" + since + "_greater_than");
      }
    }
    String archive = "tier_to_archive_after_days_since_last_tier_change_greater_than";
    paths.add("base_blob." + archive);
    for (String copy : List.of("snapshot.", "version.")) {
      paths.add(copy + archive);
      paths.add(copy + "change_tier_to_archive_after_days_since_creation");
      paths.add(copy + "change_tier_to_cool_after_days_since_creation");
      paths.add(copy + "tier_to_cold_after_days_since_creation_greater_than");
    }
    paths.add("snapshot.delete_after_days_since_creation_greater_than");
    paths.add("version.delete_after_days_since_creation");
    return paths.stream().map(path -> "rule.actions." + path).toList();
  }
}
