package dev.azurepatroni.emulator.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The path of a value in a resource, which Terraform shows with a message.
 *
 * @param steps names of attributes and blocks as strings, positions in lists as integers from 0
 */
public record ValuePath(List<Object> steps) {

  /** The resource itself. */
  public static final ValuePath ROOT = new ValuePath(List.of());

  /** Keeps a copy. */
  public ValuePath {
    steps = List.copyOf(steps);
  }

  /** Parses a path such as {@code os_disk.0.name}. */
  public static ValuePath of(String path) {
    ValuePath here = ROOT;
    for (String step : path.split("\\.", -1)) {
      here = step.matches("\\d+") ? here.item(Integer.parseInt(step)) : here.attribute(step);
    }
    return here;
  }

  /** The path of an attribute or block below this one. */
  public ValuePath attribute(String name) {
    return plus(name);
  }

  /** The path of an item of this list. */
  public ValuePath item(int index) {
    return plus(index);
  }

  private ValuePath plus(Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return new ValuePath(longer);
  }

  /**
   * Returns the path without positions, such as {@code os_disk.name}, as tables of attributes have
   * it.
   */
  public String names() {
    return steps.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.joining("."));
  }
}
