package dev.azurepatroni.emulator.azure.platform;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Log Analytics workspaces, data collection rules and diagnostic settings. */
public final class MonitorTypes {
  private static final String RULE = "azurerm_monitor_data_collection_rule";
  private static final String AUDIT = "azurerm_monitor_diagnostic_setting";
  private static final String TARGET = "target_resource_id";
  private static final String WORKSPACE = "log_analytics_workspace_id";
  private static final String CATEGORIES = "enabled_log.category";

  /** Log categories by the type of the target: learn.microsoft.com, "Supported resource logs". */
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "/vaults/", Set.of("AuditEvent", "AzurePolicyEvaluationDetails"),
          "/blobServices/", Set.of("StorageRead", "StorageWrite", "StorageDelete"));

  private static final String LINK = "azurerm_monitor_data_collection_rule_association";

  private MonitorTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup(
                "azurerm_log_analytics_workspace",
                "Workspace",
                "Microsoft.OperationalInsights/workspaces")
            .preset("allow_resource_only_permissions", true)
            .preset("daily_quota_gb", -1)
            .preset("internet_ingestion_enabled", true)
            .preset("internet_query_enabled", true)
            .computes("sku", "PerGB2018")
            .computes("retention_in_days", 30)
            .computes("local_authentication_disabled", false)
            .computes("local_authentication_enabled", true)
            .computes("primary_shared_key", (request, block) -> key("primary", request))
            .computes("secondary_shared_key", (request, block) -> key("secondary", request))
            .computesGuid("workspace_id"),
        Behaviour.inGroup(RULE, "Data Collection Rule", "Microsoft.Insights/dataCollectionRules")
            .computes(
                "immutable_id",
                (request, block) -> Value.of("dcr-" + Account.guid(request.id()).replace("-", "")))
            .storesIdLast()
            .refersTo("destinations.log_analytics.workspace_resource_id")
            .check(MonitorTypes::destinationsKnown)
            .usedBy(LINK, "data_collection_rule_id", "AssociationsExist"),
        Behaviour.of(
                LINK,
                "Data Collection Rule Association",
                "{target_resource_id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{name}")
            .replacedBy("target_resource_id")
            .storesIdLast()
            .preset("name", "configurationAccessEndpoint")
            .refersTo(
                "target_resource_id", "data_collection_rule_id", "data_collection_endpoint_id"),
        Behaviour.of(AUDIT, "Monitor Diagnostics Setting", "{target_resource_id}|{name}")
            .replacedBy("target_resource_id")
            .storesIdLast()
            .refersTo("log_analytics_workspace_id")
            .check(MonitorTypes::targetExists)
            .check(MonitorTypes::categoriesKnown)
            .check(MonitorTypes::sinkFree));
  }

  /** Azure's keys are 64 random bytes; here made from the id, so that runs can be compared. */
  static Value key(String which, WriteRequest request) {
    try {
      byte[] text = (which + " key of " + request.id()).getBytes(StandardCharsets.UTF_8);
      return Value.of(
          Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A storage account that holds a state exists beforehand, and is not in the inventory. */
  private static List<Rejection> targetExists(WriteRequest request) {
    return request.text(TARGET).contains("/Microsoft.Storage/")
        ? List.of()
        : CommonChecks.existing(request, TARGET);
  }

  private static List<Rejection> categoriesKnown(WriteRequest request) {
    Set<String> known =
        KNOWN.entrySet().stream()
            .filter(kind -> request.text(TARGET).contains(kind.getKey()))
            .flatMap(kind -> kind.getValue().stream())
            .collect(Collectors.toSet());
    return PathQuery.texts(request.planned(), CATEGORIES)
        .filter(category -> !known.contains(category))
        .map(
            category ->
                Rejection.badRequest(
                    "BadRequest", "Category '" + category + "' is not supported.", "enabled_log"))
        .toList();
  }

  /** A workspace gets a category of a resource through one setting only. */
  private static List<Rejection> sinkFree(WriteRequest request) {
    Set<String> asked = PathQuery.texts(request.planned(), CATEGORIES).collect(Collectors.toSet());
    return request
        .others(AUDIT)
        .filter(other -> same(request, other, TARGET) && same(request, other, WORKSPACE))
        .flatMap(
            other ->
                PathQuery.texts(other.state(), CATEGORIES)
                    .filter(asked::contains)
                    .map(
                        category ->
                            Rejection.conflict(
                                "Conflict",
                                "Data sink '%s' is already used in diagnostic setting '%s' for category '%s' for resource '%s'. Data sinks can't be reused in different settings on the same category for the same resource."
                                    .formatted(
                                        request.text(WORKSPACE),
                                        other.name(),
                                        category,
                                        request.text(TARGET)))))
        .toList();
  }

  private static boolean same(WriteRequest request, StoredResource other, String path) {
    return other.state().text(path).filter(request.text(path)::equalsIgnoreCase).isPresent();
  }

  private static List<Rejection> destinationsKnown(WriteRequest request) {
    Set<String> known =
        request.planned().at("destinations.0").fields().values().stream()
            .flatMap(kind -> PathQuery.texts(kind, "name"))
            .collect(Collectors.toSet());
    return PathQuery.texts(request.planned(), "data_flow.destinations")
        .filter(name -> !known.contains(name))
        .map(
            name ->
                Rejection.badRequest(
                    "InvalidPayload",
                    "Data flow refers to the destination '" + name + "', which is not declared.",
                    "data_flow"))
        .toList();
  }
}
