package dev.azurepatroni.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.emulator.value.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a block.
 *
 * @param attributes by name
 * @param blocks nested blocks by the name of their kind
 */
public record Block(Map<String, Attribute> attributes, Map<String, NestedBlock> blocks) {

  /** Keeps copies in the given order. */
  public Block {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
  }

  /** Parses the form that {@code terraform providers schema -json} prints. */
  static Block parse(JsonNode json) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    json.path("attributes")
        .properties()
        .forEach(field -> attributes.put(field.getKey(), attribute(field.getValue())));
    Map<String, NestedBlock> blocks = new LinkedHashMap<>();
    json.path("block_types")
        .properties()
        .forEach(field -> blocks.put(field.getKey(), nested(field.getValue())));
    return new Block(attributes, blocks);
  }

  private static Attribute attribute(JsonNode json) {
    return new Attribute(
        Type.parse(json.path("type")),
        json.path("required").asBoolean(),
        json.path("optional").asBoolean(),
        json.path("computed").asBoolean(),
        json.path("sensitive").asBoolean(),
        json.path("write_only").asBoolean());
  }

  private static NestedBlock nested(JsonNode json) {
    return new NestedBlock(
        NestedBlock.Nesting.parse(json.path("nesting_mode").asText()),
        parse(json.path("block")),
        json.path("min_items").asInt(),
        json.path("max_items").asInt());
  }

  /** Returns the object type of the block. */
  public Type impliedType() {
    Map<String, Type> fields = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> fields.put(name, attribute.type()));
    blocks.forEach((name, nested) -> fields.put(name, nested.impliedType()));
    return new Type.ObjectOf(fields);
  }
}
