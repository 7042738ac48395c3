package dev.azurepatroni.lab.platform.vault;

import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A vault.
 *
 * @param item as deployed
 */
public record Vault(Item item) {

  /** All vaults. */
  public static List<Vault> all(Inventory inventory) {
    return inventory.ofType("azurerm_key_vault").stream().map(Vault::new).toList();
  }

  /** The host of its address, in lower case. */
  public String host() {
    return URI.create(item.text("vault_uri")).getHost().toLowerCase(Locale.ROOT);
  }

  /** The tenant of the vault. */
  public String tenant() {
    return item.text("tenant_id");
  }

  /** Whether roles decide who may read; policies of its own otherwise. */
  boolean rbac() {
    return item.state().path("rbac_authorization_enabled").asBoolean();
  }

  String recoveryLevel() {
    boolean kept = item.state().path("purge_protection_enabled").asBoolean();
    return kept ? "Recoverable" : "Recoverable+Purgeable";
  }

  /** As Azure's errors name it. */
  String nameAndPlace() {
    return item.name() + ";location=" + item.text("location");
  }
}
