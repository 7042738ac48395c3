package dev.azurepatroni.emulator.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value of Terraform's type system. Lists, sets and tuples are {@link Many}; maps, objects and
 * blocks are {@link Fields}. Immutable, and equal by content: {@link ValueType#conform} brings sets
 * into one order.
 */
public sealed interface Value {

  /** The absence of a value. */
  enum Absent implements Value {
    /** Not set. */
    NULL,
    /** Known only after an apply. */
    UNKNOWN
  }

  /** A string. */
  record Text(String text) implements Value {}

  /** A number, of any size. */
  record Num(BigDecimal number) implements Value {
    /** Drops trailing zeros, so that equal numbers are equal. */
    public Num {
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
  }

  /** True or false. */
  record Bool(boolean truth) implements Value {}

  /** A list, or a set in canonical order. */
  record Many(List<Value> items) implements Value {
    /** Keeps a copy. */
    public Many {
      items = List.copyOf(items);
    }
  }

  /** A map, an object or a block, its fields in their given order. */
  record Fields(Map<String, Value> fields) implements Value {
    /** Keeps a copy. */
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** A string. */
  static Value of(String text) {
    return new Text(text);
  }

  /** A whole number. */
  static Value of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  /** True or false. */
  static Value of(boolean truth) {
    return new Bool(truth);
  }

  /** A list. */
  static Value of(List<? extends Value> items) {
    return new Many(List.copyOf(items));
  }

  /** A list of strings. */
  static Value texts(List<String> items) {
    return of(items.stream().map(Value::of).toList());
  }

  /** An object or a map. */
  static Value of(Map<String, Value> fields) {
    return new Fields(fields);
  }

  /** Returns whether the value is not set. */
  default boolean isNull() {
    return this == Absent.NULL;
  }

  /** Returns whether the value is known only after an apply. */
  default boolean isUnknown() {
    return this == Absent.UNKNOWN;
  }

  /** Returns whether the value is set and known; its parts may be unknown. */
  default boolean isPresent() {
    return !(this instanceof Absent);
  }

  /** Returns whether this value and all its parts are known. */
  default boolean isFullyKnown() {
    return !isUnknown() && children().allMatch(Value::isFullyKnown);
  }

  /** Returns the items, or the values of the fields. */
  default Stream<Value> children() {
    if (this instanceof Many many) {
      return many.items().stream();
    }
    return this instanceof Fields fields ? fields.fields().values().stream() : Stream.empty();
  }

  /** The items of a list or set; none for everything else. */
  default List<Value> items() {
    return this instanceof Many many ? many.items() : List.of();
  }

  /** The fields of an object or map; none for everything else. */
  default Map<String, Value> fields() {
    return this instanceof Fields fields ? fields.fields() : Map.of();
  }

  /**
   * Returns the value at a path such as {@code os_disk.0.name}.
   *
   * @return null if the path does not exist, unknown if it passes an unknown value
   */
  default Value at(String path) {
    Value here = this;
    for (String step : path.split("\\.", -1)) {
      if (here.isUnknown()) {
        return Absent.UNKNOWN;
      }
      here = here.child(step);
    }
    return here;
  }

  private Value child(String step) {
    if (this instanceof Many many) {
      int index = Integer.parseInt(step);
      return index < many.items().size() ? many.items().get(index) : Absent.NULL;
    }
    return fields().getOrDefault(step, Absent.NULL);
  }

  /** Returns the string at a path, if it is set and known. */
  default Optional<String> text(String path) {
    return at(path) instanceof Text text ? Optional.of(text.text()) : Optional.empty();
  }

  /** Returns the known strings of the list or set at a path. */
  default List<String> texts(String path) {
    return at(path).items().stream()
        .flatMap(item -> item instanceof Text text ? Stream.of(text.text()) : Stream.empty())
        .toList();
  }

  /** Returns the integer at a path, if it is set and known. */
  default Optional<Long> number(String path) {
    return at(path) instanceof Num num ? Optional.of(num.number().longValue()) : Optional.empty();
  }

  /** Returns whether the value at a path is true. */
  default boolean isTrue(String path) {
    return at(path) instanceof Bool bool && bool.truth();
  }

  /**
   * Returns a copy with the value at a path such as {@code os_disk.0.name} set.
   *
   * @throws IllegalArgumentException if the path passes a value without fields or items
   */
  default Value with(String path, Value value) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    if (this instanceof Many many) {
      int index = Integer.parseInt(step);
      List<Value> items = new ArrayList<>(many.items());
      items.set(index, dot < 0 ? value : items.get(index).with(path.substring(dot + 1), value));
      return of(items);
    }
    if (this instanceof Fields fields) {
      Map<String, Value> changed = new LinkedHashMap<>(fields.fields());
      Value old = changed.getOrDefault(step, Absent.NULL);
      changed.put(step, dot < 0 ? value : old.with(path.substring(dot + 1), value));
      return of(changed);
    }
    throw new IllegalArgumentException("Cannot set " + path + " of " + this);
  }
}
