package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Values without what is secret, and with a word for what is not known yet. */
final class Masked {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Masked() {}

  /** A value as text. */
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
      value.fieldNames().forEachRemaining(it -> masked.set(it, JSON.nullNode()));
      unknown.fieldNames().forEachRemaining(it -> masked.set(it, JSON.nullNode()));
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

  /** Whether a value is none. */
  static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Whether a mark is set here, for all that is below. */
  static boolean marked(JsonNode mark) {
    return mark.isBoolean() && mark.booleanValue();
  }

  /** Whether a mark is set here or anywhere below. */
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
