package dev.azurepatroni.constructs;

import java.util.ArrayList;
import java.util.List;

/** Names every required value that is missing, where the generated classes would only throw. */
final class Required {
  private final String owner;
  private final List<String> missing = new ArrayList<>();

  private Required(String owner) {
    this.owner = owner;
  }

  static Required in(String owner) {
    return new Required(owner);
  }

  Required value(String name, Object value) {
    if (value == null) {
      missing.add(name);
    }
    return this;
  }

  void check() {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: required and not given: %s".formatted(owner, String.join(", ", missing)));
    }
  }
}
