package dev.azurepatroni.emulator.inventory;

import dev.azurepatroni.emulator.value.Value;
import java.util.Map;

/**
 * Something that exists.
 *
 * @param id what the cloud calls it; two ids that differ in case only are one
 * @param type Terraform's name of its type, such as {@code azurerm_subnet}
 * @param state its attributes, as a provider reads them
 * @param hidden what was given and can never be read back through a provider, such as a vault
 *     secret's value
 */
public record Item(String id, String type, Value state, Map<String, String> hidden) {

  /** Keeps a copy. */
  public Item {
    hidden = Map.copyOf(hidden);
  }

  /** Something with nothing to hide. */
  public Item(String id, String type, Value state) {
    this(id, type, state, Map.of());
  }

  /** Its own name, or the last part of its id where it has none. */
  public String name() {
    return state.text("name").orElse(id.substring(id.lastIndexOf('/') + 1));
  }
}
