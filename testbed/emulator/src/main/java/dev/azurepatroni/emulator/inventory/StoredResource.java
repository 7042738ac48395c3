package dev.azurepatroni.emulator.inventory;

import dev.azurepatroni.emulator.value.Value;
import java.util.Map;

/**
 * An existing resource.
 *
 * @param id its id in Azure; case does not matter
 * @param type Terraform's name of its type, such as {@code azurerm_subnet}
 * @param state its attributes, as the provider reads them
 * @param sensitive values that the provider never returns, such as a secret's value
 */
public record StoredResource(String id, String type, Value state, Map<String, String> sensitive) {

  /** Keeps a copy. */
  public StoredResource {
    sensitive = Map.copyOf(sensitive);
  }

  /** A resource without sensitive values. */
  public StoredResource(String id, String type, Value state) {
    this(id, type, state, Map.of());
  }

  /** Returns its name, or the last part of its id if it has none. */
  public String name() {
    return state.text("name").orElse(id.substring(id.lastIndexOf('/') + 1));
  }
}
