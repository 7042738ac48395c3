package dev.azurepatroni.emulator.azure.platform;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Log Analytics workspaces and data collection rules. */
public final class MonitorTypes {
  private static final String RULE = "azurerm_monitor_data_collection_rule";
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
                "target_resource_id", "data_collection_rule_id", "data_collection_endpoint_id"));
  }

  private static Value key(String which, WriteRequest request) {
    try {
      byte[] text = (which + " key of " + request.id()).getBytes(StandardCharsets.UTF_8);
      return Value.of(
          Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
