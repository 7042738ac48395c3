package dev.azurepatroni.app.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A mapping.
 *
 * @param entries its values by key, in the order of the text
 */
record YamlMapping(Map<String, YamlNode> entries) implements YamlNode {
  YamlMapping {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  static YamlMapping empty() {
    return new YamlMapping(Map.of());
  }

  @Override
  public String shown() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().shown())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
