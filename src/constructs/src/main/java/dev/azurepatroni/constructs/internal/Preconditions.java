package dev.azurepatroni.constructs.internal;

import java.util.ArrayList;
import java.util.List;

/** The required values of one builder, so that all missing ones are reported together. */
public final class Preconditions {
  private final String owner;
  private final List<String> missing = new ArrayList<>();

  private Preconditions(String owner) {
    this.owner = owner;
  }

  /**
   * Starts the list.
   *
   * @param owner what is built, type and id
   * @return an empty list
   */
  public static Preconditions of(String owner) {
    return new Preconditions(owner);
  }

  /**
   * Requires a value.
   *
   * @param property name of the builder's method
   * @param value given or null
   * @return this list
   */
  public Preconditions require(String property, Object value) {
    if (value == null) {
      missing.add(property);
    }
    return this;
  }

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException if a value is missing, naming each
   */
  public void check() {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: required and not given: %s".formatted(owner, String.join(", ", missing)));
    }
  }

  /**
   * Checks a number's range.
   *
   * @param property name of the builder's method
   * @param value given
   * @param least allowed
   * @param most allowed
   * @return the value
   * @throws IllegalArgumentException if it is outside
   */
  public static int inRange(String property, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; Azure allows %d to %d".formatted(property, value, least, most));
    }
    return value;
  }
}
