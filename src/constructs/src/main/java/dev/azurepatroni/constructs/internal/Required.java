package dev.azurepatroni.constructs.internal;

import java.util.ArrayList;
import java.util.List;

/** Names every required value that is missing, where the generated classes would only throw. */
public final class Required {
  private final String owner;
  private final List<String> missing = new ArrayList<>();

  private Required(String owner) {
    this.owner = owner;
  }

  /** Starts the list for the named construct. */
  public static Required in(String owner) {
    return new Required(owner);
  }

  /** Adds a value. */
  public Required value(String name, Object value) {
    if (value == null) {
      missing.add(name);
    }
    return this;
  }

  /**
   * Refuses what is incomplete.
   *
   * @throws IllegalArgumentException if a value is missing, naming each
   */
  public void check() {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: required and not given: %s".formatted(owner, String.join(", ", missing)));
    }
  }
}
