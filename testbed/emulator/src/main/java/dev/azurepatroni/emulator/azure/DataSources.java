package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.AzureType;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Data sources: look existing resources up by name. */
final class DataSources {
  private final Cloud cloud;
  private final Map<String, AzureType> resources;

  DataSources(Cloud cloud, Map<String, AzureType> resources) {
    this.cloud = cloud;
    this.resources = resources;
  }

  Map<String, Provider.Reader> all() {
    return Map.of(
        "azurerm_client_config", this::clientConfig,
        "azurerm_key_vault", config -> found("azurerm_key_vault", config),
        "azurerm_resource_group", config -> found("azurerm_resource_group", config),
        "azurerm_subnet", config -> subnet(found("azurerm_subnet", config)),
        "azurerm_virtual_network", config -> network(found("azurerm_virtual_network", config)));
  }

  private OperationResult clientConfig(Value config) {
    Account account = cloud.account();
    String words =
        String.format(
            "clientConfigs/clientId=%s;objectId=%s;subscriptionId=%s;tenantId=%s",
            account.clientId(), account.objectId(), account.subscriptionId(), account.tenantId());
    return OperationResult.of(
        config
            .with(
                "id",
                Value.of(
                    Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))))
            .with("client_id", Value.of(account.clientId()))
            .with("object_id", Value.of(account.objectId()))
            .with("subscription_id", Value.of(account.subscriptionId()))
            .with("tenant_id", Value.of(account.tenantId())));
  }

  /** Returns the attributes that the resource and the data source share. */
  private OperationResult found(String type, Value config) {
    AzureType resource = resources.get(type);
    String id = resource.idOf(config);
    OperationResult read = resource.read(config.with("id", Value.of(id)));
    if (read.isFailure()) {
      return OperationResult.failed(Value.Absent.NULL, read.diagnostics());
    }
    if (read.state().isNull()) {
      return OperationResult.failed(
          Value.Absent.NULL,
          List.of(Diagnostic.error(resource.label() + " (" + id + ") was not found", "")));
    }
    Map<String, Value> fields = new LinkedHashMap<>(config.fields());
    fields.replaceAll((name, own) -> own.isNull() ? read.state().at(name) : own);
    return OperationResult.of(Value.of(fields));
  }

  private OperationResult subnet(OperationResult found) {
    if (found.isFailure()) {
      return found;
    }
    Value state = found.state();
    String id = state.text("id").orElse("");
    Value group =
        cloud.inventory().ofType("azurerm_subnet_network_security_group_association").stream()
            .map(StoredResource::state)
            .filter(
                association ->
                    association.text("subnet_id").filter(id::equalsIgnoreCase).isPresent())
            .map(association -> association.at("network_security_group_id"))
            .findFirst()
            .orElse(Value.of(""));
    Value prefixes = state.at("address_prefixes");
    return OperationResult.of(
        state
            .with("network_security_group_id", group)
            .with("route_table_id", Value.of(""))
            .with("address_prefix", prefixes.items().isEmpty() ? Value.of("") : prefixes.at("0")));
  }

  private OperationResult network(OperationResult found) {
    if (found.isFailure()) {
      return found;
    }
    String below = found.state().text("id").orElse("") + "/subnets/";
    List<String> subnets =
        cloud.inventory().ofType("azurerm_subnet").stream()
            .filter(subnet -> subnet.id().startsWith(below))
            .map(StoredResource::name)
            .toList();
    return OperationResult.of(
        found
            .state()
            .with("subnets", Value.texts(subnets))
            .with("vnet_peerings", Value.of(Map.of()))
            .with("vnet_peerings_addresses", Value.of(List.of())));
  }
}
