package dev.azurepatroni.lab.platform.blob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A storage account.
 *
 * @param item as deployed
 */
public record StorageAccount(Item item) {
  private static final String HOST = ".blob.core.windows.net";

  /** All accounts. */
  public static List<StorageAccount> all(Inventory inventory) {
    return inventory.ofType("azurerm_storage_account").stream().map(StorageAccount::new).toList();
  }

  /** The host of its blobs, in lower case. */
  public String host() {
    String host = item.text("primary_blob_host");
    return (host.isEmpty() ? item.name() + HOST : host).toLowerCase(Locale.ROOT);
  }

  String name() {
    return item.name();
  }

  /** A container of the account, if it was deployed. */
  Optional<Item> container(Inventory inventory, String name) {
    return inventory.ofType("azurerm_storage_container").stream()
        .filter(
            container ->
                container.name().equals(name)
                    && container.text("storage_account_id").equalsIgnoreCase(item.id()))
        .findFirst();
  }

  /** The id of a container, deployed or not: what roles are assigned for. */
  String containerId(String name) {
    return item.id() + "/blobServices/default/containers/" + name;
  }

  /** Whether earlier versions of a blob are listed and read. */
  boolean versioning() {
    return item.blocks("blob_properties").stream()
        .anyMatch(block -> block.path("versioning_enabled").asBoolean());
  }

  /** Whether what was overwritten or deleted stays: the lab ends no retention. */
  boolean keepsOld() {
    return versioning()
        || item.blocks("blob_properties").stream()
            .map(block -> block.path("delete_retention_policy"))
            .anyMatch(policy -> !policy.isMissingNode() && !policy.isNull() && !policy.isEmpty());
  }

  /** Rules of the network, none where every network is allowed. */
  List<JsonNode> denyingRules() {
    return item.blocks("network_rules").stream()
        .filter(rules -> Item.text(rules, "default_action").equalsIgnoreCase("Deny"))
        .toList();
  }

  boolean publicNetwork() {
    return item.state().path("public_network_access_enabled").asBoolean(true);
  }
}
