package dev.azurepatroni.emulator.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON form of values in files: Terraform's state and the inventory. It cannot express unknown
 * values.
 */
public final class Json {

  private Json() {}

  /** Reads a value without a type; sets keep their order. */
  public static Value read(JsonNode json) {
    if (json.isTextual()) {
      return Value.of(json.asText());
    }
    if (json.isBoolean()) {
      return Value.of(json.asBoolean());
    }
    if (json.isNumber()) {
      return new Value.Num(json.decimalValue());
    }
    if (json.isArray()) {
      List<Value> items = new ArrayList<>();
      json.forEach(item -> items.add(read(item)));
      return Value.of(items);
    }
    if (json.isObject()) {
      Map<String, Value> fields = new LinkedHashMap<>();
      json.properties().forEach(field -> fields.put(field.getKey(), read(field.getValue())));
      return Value.of(fields);
    }
    return Value.Absent.NULL;
  }

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if a part of it is unknown
   */
  public static JsonNode write(Value value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Value.Text text) {
      return nodes.textNode(text.text());
    }
    if (value instanceof Value.Bool bool) {
      return nodes.booleanNode(bool.truth());
    }
    if (value instanceof Value.Num num) {
      return num.number().scale() <= 0
          ? nodes.numberNode(num.number().toBigInteger())
          : nodes.numberNode(num.number());
    }
    if (value instanceof Value.Many many) {
      return nodes.arrayNode().addAll(many.items().stream().map(Json::write).toList());
    }
    if (value instanceof Value.Fields fields) {
      ObjectNode object = nodes.objectNode();
      fields.fields().forEach((name, field) -> object.set(name, write(field)));
      return object;
    }
    if (value.isUnknown()) {
      throw new IllegalArgumentException("An unknown value has no JSON form");
    }
    return nodes.nullNode();
  }
}
