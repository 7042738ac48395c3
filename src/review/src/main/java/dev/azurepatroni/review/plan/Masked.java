package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Values with a placeholder for what is sensitive and for what is not known yet. */
final class Masked {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Masked() {}

  /** {@return a value as text} */
  static String text(JsonNode value, JsonNode unknown, JsonNode sensitive) {
    if (marked(sensitive)) {
      return AttributeChange.SECRET;
    }
    if (marked(unknown)) {
      return AttributeChange.UNKNOWN;
    }
    if (absent(value) && !holds(unknown)) {
      return AttributeChange.ABSENT;
    }
    return of(value, unknown, sensitive).toString();
  }

  private static JsonNode of(JsonNode value, JsonNode unknown, JsonNode sensitive) {
    if (marked(sensitive)) {
      return JSON.textNode(AttributeChange.SECRET);
    }
    if (marked(unknown)) {
      return JSON.textNode(AttributeChange.UNKNOWN);
    }
    if (value.isObject() || unknown.isObject()) {
      ObjectNode masked = JSON.objectNode();
      value.fieldNames().forEachRemaining(name -> masked.set(name, JSON.nullNode()));
      unknown.fieldNames().forEachRemaining(name -> masked.set(name, JSON.nullNode()));
      for (Map.Entry<String, JsonNode> field : masked.properties()) {
        String name = field.getKey();
        field.setValue(of(value.path(name), unknown.path(name), sensitive.path(name)));
      }
      return masked;
    }
    if (value.isArray()) {
      ArrayNode masked = JSON.arrayNode();
      for (int i = 0; i < value.size(); i++) {
        masked.add(of(value.path(i), unknown.path(i), sensitive.path(i)));
      }
      return masked;
    }
    return absent(value) ? JSON.nullNode() : value;
  }

  /** {@return whether there is no value} */
  static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** {@return whether the value as a whole is marked} */
  static boolean marked(JsonNode mark) {
    return mark.isBoolean() && mark.booleanValue();
  }

  /** {@return whether the value or a part of it is marked} */
  static boolean holds(JsonNode marks) {
    if (marked(marks)) {
      return true;
    }
    for (JsonNode below : marks) {
      if (holds(below)) {
        return true;
      }
    }
    return false;
  }
}
