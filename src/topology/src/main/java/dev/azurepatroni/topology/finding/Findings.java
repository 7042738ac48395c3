package dev.azurepatroni.topology.finding;

import java.util.ArrayList;
import java.util.List;

/** Collects findings in the order they are met. */
public final class Findings {
  private final List<Finding> collected = new ArrayList<>();

  /**
   * Adds an error.
   *
   * @param path where
   * @param value what was found
   * @param problem what is wrong, and what is allowed
   * @param fix what to do
   */
  public void error(String path, Object value, String problem, String fix) {
    collected.add(new Finding(Severity.ERROR, path, shown(value), problem, fix));
  }

  /**
   * Adds a warning.
   *
   * @param path where
   * @param value what was found
   * @param problem what follows from the value
   * @param fix what to do
   */
  public void warning(String path, Object value, String problem, String fix) {
    collected.add(new Finding(Severity.WARNING, path, shown(value), problem, fix));
  }

  /** {@return whether an error is among them} */
  public boolean hasErrors() {
    return collected.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** {@return what was collected so far} */
  public List<Finding> toList() {
    return List.copyOf(collected);
  }

  private static String shown(Object value) {
    // In quotes where its end cannot be seen.
    return value instanceof String text
            && (text.isEmpty() || text.startsWith(" ") || text.endsWith(" "))
        ? '"' + text + '"'
        : String.valueOf(value);
  }
}
