package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.finding.Printable;
import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a tree into records, strictly, and goes on after a problem: what could not be read takes
 * its default or its example, so that the rest is checked too.
 */
final class RecordReader {
  private final Findings findings;
  private final KnownKeys keys;
  private final ScalarReader scalars;

  RecordReader(Findings findings) {
    this.findings = findings;
    this.keys = new KnownKeys(findings);
    this.scalars = new ScalarReader(findings);
  }

  /** Reads a whole document. */
  <R extends Record> R read(Class<R> type, YamlNode.Mapping mapping) {
    keys.check(type, "", mapping);
    return type.cast(record(type, "", mapping));
  }

  private Record nested(Class<?> type, String path, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      keys.check(type, path, mapping);
      return record(type, path, mapping);
    }
    findings.error(
        path,
        node.shown(),
        "must be a mapping of settings",
        "write settings below it: " + String.join(", ", KnownKeys.of(type)));
    return substitute(type);
  }

  /** Defaults and examples, without saying again that what they stand for is missing. */
  private static Record substitute(Class<?> type) {
    return new RecordReader(new Findings()).record(type, "", YamlNode.Mapping.empty());
  }

  private Record record(Class<?> type, String path, YamlNode.Mapping mapping) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] =
          Flattened.is(components[i])
              ? record(components[i].getType(), path, mapping)
              : component(components[i], path, mapping);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (Record) type.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private Object component(RecordComponent component, String parent, YamlNode.Mapping mapping) {
    String path = SourceLocations.join(parent, component.getName());
    Setting setting = component.getAnnotation(Setting.class);
    Object value = found(component, setting, path, mapping.entries().get(component.getName()));
    return value == null && setting.required() ? example(component, setting) : value;
  }

  private Object found(RecordComponent component, Setting setting, String path, YamlNode node) {
    String example = "write for example %s: %s".formatted(component.getName(), setting.example());
    if (node == null) {
      if (setting.required() && !keys.misspelt(path)) {
        findings.error(path, "(missing)", "is required", example);
      }
      return null;
    }
    if (isNull(node)) {
      findings.error(
          path,
          "(empty)",
          "has no value",
          setting.required() ? example : "write one, or drop the key for the default");
      return null;
    }
    return value(component.getGenericType(), path, node);
  }

  private Object value(Type type, String path, YamlNode node) {
    if (node instanceof YamlNode.Unread) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == List.class ? list(last, path, node) : map(last, path, node);
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord() ? nested(plain, path, node) : scalars.read(plain, path, node);
  }

  private List<Object> list(Type element, String path, YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list)) {
      findings.error(
          path,
          node.shown(),
          "must be a list",
          node instanceof YamlNode.Scalar scalar
              ? "write it as [%s]".formatted(Printable.of(scalar.shown()))
              : "write it as [one, another]");
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      Object value = entry(element, path + "[" + i + "]", list.items().get(i));
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private Map<String, Object> map(Type element, String path, YamlNode node) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      findings.error(path, node.shown(), "must be a mapping", "write it as { key: value }");
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              // A parameter or tag is a text even where YAML reads a number: 64, 1.10, true.
              YamlNode written =
                  element == String.class
                          && entry instanceof YamlNode.Scalar scalar
                          && !isNull(entry)
                      ? new YamlNode.Scalar(scalar.text(), true)
                      : entry;
              Object value = entry(element, SourceLocations.join(path, key), written);
              if (value != null) {
                values.put(key, value);
              }
            });
    return values;
  }

  private Object entry(Type element, String path, YamlNode node) {
    if (isNull(node)) {
      findings.error(path, "(empty)", "has no value", "write one, or remove the entry");
      return null;
    }
    return value(element, path, node);
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  private static Object example(RecordComponent component, Setting setting) {
    Class<?> type = component.getType();
    if (type == Integer.class) {
      return Integer.valueOf(setting.example());
    }
    return type == String.class ? setting.example() : null;
  }
}
