package dev.azurepatroni.lab.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that was deployed.
 *
 * @param type Terraform's name of its type, such as {@code azurerm_subnet}
 * @param id what Azure would call it
 * @param state its attributes, by Terraform's names
 * @param sensitive what no provider gives back, such as a secret's value
 * @param generation what distinguishes it from something earlier with the same id
 * @param restarts how often an apply powered it off and on
 */
public record Item(
    String type,
    String id,
    JsonNode state,
    Map<String, String> sensitive,
    String generation,
    int restarts) {

  /** Keeps a copy. */
  public Item {
    sensitive = Map.copyOf(sensitive);
  }

  /** Something whose generation does not matter. */
  public Item(String type, String id, JsonNode state, Map<String, String> sensitive) {
    this(type, id, state, sensitive, "", 0);
  }

  /** Its own name, or the last part of its id where it has none. */
  public String name() {
    String name = text("name");
    return name.isEmpty() ? id.substring(id.lastIndexOf('/') + 1) : name;
  }

  /** An attribute as text; empty where it is not set. */
  public String text(String attribute) {
    return text(state, attribute);
  }

  /** An attribute that must be an integer. */
  public int number(String attribute) {
    JsonNode value = state.path(attribute);
    if (!value.isIntegralNumber()) {
      throw new IllegalStateException("%s has no integer %s".formatted(id, attribute));
    }
    return value.intValue();
  }

  /** The texts of a list; none where it is not set. */
  public List<String> texts(String attribute) {
    List<String> texts = new ArrayList<>();
    state.path(attribute).forEach(element -> texts.add(element.asText()));
    return List.copyOf(texts);
  }

  /** The blocks of a name, as often as they were written. */
  public List<JsonNode> blocks(String name) {
    List<JsonNode> blocks = new ArrayList<>();
    JsonNode value = state.path(name);
    if (value.getNodeType() == JsonNodeType.OBJECT) {
      blocks.add(value);
    } else {
      value.forEach(blocks::add);
    }
    return List.copyOf(blocks);
  }

  /** An attribute of a block as text; empty where it is not set. */
  public static String text(JsonNode block, String attribute) {
    JsonNode value = block.path(attribute);
    return value.isNull() || value.isMissingNode() ? "" : value.asText();
  }
}
