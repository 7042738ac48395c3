package dev.azurepatroni.app.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a tree into records, strictly, and goes on after a problem: what could not be read takes
 * its default or its example, so that the rest is checked too.
 */
final class RecordReader {
  private final Findings findings;

  RecordReader(Findings findings) {
    this.findings = findings;
  }

  /** Reads a whole document. */
  <R extends Record> R read(Class<R> type, JsonNode node) {
    unknownKeys(type, "", node);
    return type.cast(record(type, "", node));
  }

  private Record nested(Class<?> type, String path, JsonNode node) {
    if (!node.isObject()) {
      findings.error(
          path,
          shown(node),
          "has to be a mapping of settings",
          "write one of its settings: " + String.join(", ", keys(type)));
      return record(type, path, JsonNodeFactory.instance.objectNode());
    }
    unknownKeys(type, path, node);
    return record(type, path, node);
  }

  private Record record(Class<?> type, String path, JsonNode node) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] =
          Flattened.is(components[i])
              ? record(components[i].getType(), path, node)
              : component(components[i], path, node);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (Record) type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private Object component(RecordComponent component, String parent, JsonNode node) {
    String path = parent.isEmpty() ? component.getName() : parent + "." + component.getName();
    Setting setting = component.getAnnotation(Setting.class);
    JsonNode found = node.get(component.getName());
    if (found == null) {
      if (setting.required()) {
        findings.error(
            path, "(missing)", "is required", "write for example " + written(component, setting));
        return example(component, setting);
      }
      return null;
    }
    if (found.isNull()) {
      findings.error(path, "(empty)", "has no value", "write one, or drop the key for the default");
      return setting.required() ? example(component, setting) : null;
    }
    Object value = value(component.getGenericType(), path, found);
    return value == null && setting.required() ? example(component, setting) : value;
  }

  private Object value(Type type, String path, JsonNode node) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == List.class ? list(last, path, node) : map(last, path, node);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return nested(plain, path, node);
    }
    if (plain.isEnum()) {
      return word(plain, path, node);
    }
    return scalar(plain, path, node);
  }

  private Object scalar(Class<?> type, String path, JsonNode node) {
    if (type == Integer.class && node.canConvertToInt() && node.isIntegralNumber()) {
      return node.intValue();
    }
    if (type == Boolean.class && node.isBoolean()) {
      return node.booleanValue();
    }
    if (type == String.class && node.isTextual()) {
      return node.textValue();
    }
    if (type == Integer.class) {
      findings.error(path, shown(node), "has to be a whole number", "write digits, without quotes");
    } else if (type == Boolean.class) {
      findings.error(path, shown(node), "has to be true or false", "write true or false");
    } else {
      findings.error(
          path,
          shown(node),
          "has to be a text",
          node.isValueNode()
              ? "put it in quotes: \"%s\"".formatted(node.asText())
              : "write a text");
    }
    return null;
  }

  private Object word(Class<?> type, String path, JsonNode node) {
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .toList();
    int index = node.isTextual() ? words.indexOf(node.textValue()) : -1;
    if (index < 0) {
      findings.error(
          path,
          shown(node),
          "has to be one of " + String.join(", ", words),
          Nearest.to(node.asText(), words)
              .map("did you mean %s?"::formatted)
              .orElse("write one of them"));
      return null;
    }
    return type.getEnumConstants()[index];
  }

  private List<Object> list(Type element, String path, JsonNode node) {
    if (!node.isArray()) {
      findings.error(path, shown(node), "has to be a list", "write it as [a, b]");
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      Optional.ofNullable(value(element, path + "[" + i + "]", node.get(i))).ifPresent(values::add);
    }
    return values;
  }

  private Map<String, Object> map(Type element, String path, JsonNode node) {
    if (!node.isObject()) {
      findings.error(path, shown(node), "has to be a mapping", "write it as { key: value }");
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              // A parameter or tag is a text even where YAML reads a number: 64, 1.1, true.
              boolean looseText = element == String.class && value.isValueNode() && !value.isNull();
              Object read =
                  looseText ? value.asText() : value(element, path + "." + entry.getKey(), value);
              if (read != null) {
                values.put(entry.getKey(), read);
              }
            });
    return values;
  }

  private void unknownKeys(Class<?> type, String path, JsonNode node) {
    List<String> known = keys(type);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                findings.error(
                    path.isEmpty() ? key : path + "." + key,
                    shown(node.get(key)),
                    "is no setting" + (path.isEmpty() ? "" : " of " + path),
                    Nearest.to(key, known)
                        .map("did you mean %s?"::formatted)
                        .orElse("drop it; known are " + String.join(", ", known)));
              }
            });
  }

  private static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                Flattened.is(component)
                    ? keys(component.getType()).stream()
                    : Stream.of(component.getName()))
        .toList();
  }

  private static String written(RecordComponent component, Setting setting) {
    return component.getName() + ": " + setting.example();
  }

  private static Object example(RecordComponent component, Setting setting) {
    Class<?> type = component.getType();
    if (type == Integer.class) {
      return Integer.valueOf(setting.example());
    }
    if (type == String.class) {
      return setting.example();
    }
    return null;
  }

  private static String shown(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : node.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
