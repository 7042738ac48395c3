package dev.azurepatroni.topology.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills what was left out and copies what was given, for the compact constructors. */
final class Defaults {
  private Defaults() {}

  static <T> T or(T given, T fallback) {
    return given == null ? fallback : given;
  }

  static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  static <V> Map<String, V> map(Map<String, V> given) {
    return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }
}
