package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Printable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where everything of a stack file stands: lines, and single values as written, by path. */
final class SourceLocations {
  /** The path of what concerns the whole file. */
  static final String FILE = "(file)";

  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** The path of a setting below another. */
  static String join(String path, String key) {
    String name = key.isEmpty() ? "\"\"" : key;
    return path.isEmpty() ? name : path + "." + name;
  }

  void note(String path, int line) {
    lines.putIfAbsent(Printable.of(path), line);
  }

  void move(String path, int line) {
    lines.put(Printable.of(path), line);
  }

  void text(String path, String text) {
    texts.put(path, text);
  }

  /** Every single value as written, by path. */
  Map<String, String> texts() {
    return Map.copyOf(texts);
  }

  /** The line of a path, or of the nearest setting above it. */
  int line(String path) {
    String at = Printable.of(path);
    while (!lines.containsKey(at)) {
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      if (cut < 0) {
        return 1;
      }
      at = at.substring(0, cut);
    }
    return lines.get(at);
  }
}
