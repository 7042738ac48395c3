package dev.azurepatroni.app.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.app.yaml.EnumNames;
import dev.azurepatroni.topology.spec.Setting;

/** The JSON Schema of one setting. */
final class SettingSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Entry entry;
  private final Setting setting;

  SettingSchema(Entry entry) {
    this.entry = entry;
    this.setting = entry.setting();
  }

  ObjectNode json() {
    ObjectNode schema = NODES.objectNode().put("description", description());
    if (entry.isList()) {
      schema.put("type", "array").set("items", element());
    } else if (entry.isMap()) {
      schema.put("type", "object").set("additionalProperties", mappedElement());
    } else {
      schema.setAll(element());
      fallback(schema);
    }
    return schema;
  }

  private String description() {
    StringBuilder text = new StringBuilder(setting.value());
    if (!setting.unit().isEmpty()) {
      text.append(" Unit: ").append(setting.unit()).append('.');
    }
    if (!setting.patternMeans().isEmpty()) {
      text.append(" Allowed: ").append(setting.patternMeans()).append('.');
    }
    if (!setting.defaultsTo().isEmpty()) {
      text.append(" Default: ").append(setting.defaultsTo()).append('.');
    }
    return text.toString();
  }

  private ObjectNode element() {
    Class<?> type = entry.element();
    ObjectNode schema = NODES.objectNode();
    if (type.isRecord()) {
      return schema.put("$ref", "#/$defs/" + type.getSimpleName());
    }
    if (type.isEnum()) {
      ArrayNode words = NODES.arrayNode();
      EnumNames.of(type).forEach(words::add);
      return schema.set("enum", words);
    }
    if (type == Integer.class) {
      return number(schema);
    }
    return type == Boolean.class ? schema.put("type", "boolean") : text(schema);
  }

  /** A mapping's text may be written as a number or as true or false: 64, 1.1, on. */
  private ObjectNode mappedElement() {
    if (entry.element() != String.class) {
      return element();
    }
    ArrayNode types = NODES.arrayNode().add("string").add("number").add("boolean");
    return NODES.objectNode().set("type", types);
  }

  private ObjectNode number(ObjectNode schema) {
    schema.put("type", "integer");
    if (setting.min() > Integer.MIN_VALUE) {
      schema.put("minimum", setting.min());
    }
    if (setting.max() < Integer.MAX_VALUE) {
      schema.put("maximum", setting.max());
    }
    return schema;
  }

  private ObjectNode text(ObjectNode schema) {
    schema.put("type", "string");
    if (!setting.pattern().isEmpty()) {
      schema.put("pattern", "^(?:" + setting.pattern() + ")$");
      // Understood by the YAML language server, and by others passed over.
      schema.put("patternErrorMessage", "must be " + setting.patternMeans());
    }
    return schema;
  }

  private void fallback(ObjectNode schema) {
    if (setting.required()) {
      if (!entry.element().isRecord()) {
        schema.set("examples", NODES.arrayNode().add(NODES.pojoNode(example())));
      }
    } else if (setting.defaultsTo().isEmpty()) {
      if (entry.value() instanceof Integer number) {
        schema.put("default", number);
      } else if (entry.value() instanceof Boolean truth) {
        schema.put("default", truth);
      } else if (entry.value() instanceof Enum<?> constant) {
        schema.put("default", EnumNames.of(constant));
      } else if (entry.value() instanceof String text && !text.isEmpty()) {
        schema.put("default", text);
      }
    }
  }

  private Object example() {
    return entry.element() == Integer.class
        ? Integer.valueOf(setting.example())
        : setting.example();
  }
}
