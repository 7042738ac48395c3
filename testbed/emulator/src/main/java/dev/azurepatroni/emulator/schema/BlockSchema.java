package dev.azurepatroni.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.emulator.value.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a block.
 *
 * @param attributes by name
 * @param blocks nested blocks by the name of their kind
 */
public record BlockSchema(
    Map<String, AttributeSchema> attributes, Map<String, NestedBlockSchema> blocks) {

  /** Keeps copies in the given order. */
  public BlockSchema {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
  }

  /** Parses the form that {@code terraform providers schema -json} prints. */
  static BlockSchema parse(JsonNode json) {
    Map<String, AttributeSchema> attributes = new LinkedHashMap<>();
    json.path("attributes")
        .properties()
        .forEach(field -> attributes.put(field.getKey(), attribute(field.getValue())));
    Map<String, NestedBlockSchema> blocks = new LinkedHashMap<>();
    json.path("block_types")
        .properties()
        .forEach(field -> blocks.put(field.getKey(), nested(field.getValue())));
    return new BlockSchema(attributes, blocks);
  }

  private static AttributeSchema attribute(JsonNode json) {
    return new AttributeSchema(
        ValueType.parse(json.path("type")),
        json.path("required").asBoolean(),
        json.path("optional").asBoolean(),
        json.path("computed").asBoolean(),
        json.path("sensitive").asBoolean(),
        json.path("write_only").asBoolean());
  }

  private static NestedBlockSchema nested(JsonNode json) {
    return new NestedBlockSchema(
        NestedBlockSchema.Nesting.parse(json.path("nesting_mode").asText()),
        parse(json.path("block")),
        json.path("min_items").asInt(),
        json.path("max_items").asInt());
  }

  /** Returns the object type of the block. */
  public ValueType impliedType() {
    Map<String, ValueType> fields = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> fields.put(name, attribute.type()));
    blocks.forEach((name, nested) -> fields.put(name, nested.impliedType()));
    return new ValueType.ObjectOf(fields);
  }
}
