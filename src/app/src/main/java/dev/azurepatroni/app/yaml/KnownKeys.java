package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.finding.Findings;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells the settings of a record from keys that are none, and what was meant by those. */
final class KnownKeys {
  private static final Pattern SECRET =
      Pattern.compile("pass|secret|token|credential|private|access.?key", Pattern.CASE_INSENSITIVE);

  private final Findings findings;
  private final Set<String> meant = new HashSet<>();

  KnownKeys(Findings findings) {
    this.findings = findings;
  }

  /** The settings of a record, those of its flattened components among them. */
  static List<String> of(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).flatMap(KnownKeys::of).toList();
  }

  private static Stream<String> of(RecordComponent component) {
    return Flattened.is(component)
        ? of(component.getType()).stream()
        : Stream.of(component.getName());
  }

  /** Reports every unknown key. */
  void check(Class<?> type, String path, YamlNode.Mapping mapping) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!of(type).contains(key)) {
                unknown(type, path, key, mapping);
              }
            });
  }

  private void unknown(Class<?> type, String path, String key, YamlNode.Mapping mapping) {
    String at = SourceLocations.join(path, key);
    String rule = "unknown setting" + (path.isEmpty() ? "" : " of " + path);
    Optional<String> nearest =
        DidYouMean.to(key, of(type)).filter(other -> !mapping.entries().containsKey(other));
    nearest.ifPresent(other -> meant.add(SourceLocations.join(path, other)));
    if (nearest.isEmpty() && SECRET.matcher(key).find()) {
      findings.error(
          at,
          "(not repeated here)",
          rule + "; a stack file contains no secret",
          "remove it; the deployment generates passwords and certificates");
    } else {
      findings.error(
          at,
          mapping.entries().get(key).shown(),
          rule,
          nearest
              .map("did you mean %s?"::formatted)
              .orElse("remove it; known settings: " + String.join(", ", of(type))));
    }
  }

  /** Whether a setting that is missing was most likely meant by a key that is none. */
  boolean misspelt(String path) {
    return meant.contains(path);
  }
}
