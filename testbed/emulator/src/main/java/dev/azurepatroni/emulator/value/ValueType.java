package dev.azurepatroni.emulator.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A type constraint of Terraform, as a schema gives it for an attribute. */
public sealed interface ValueType {

  /** The types of single values. */
  enum Primitive implements ValueType {
    /** Text. */
    STRING,
    /** A number of any size. */
    NUMBER,
    /** True or false. */
    BOOL
  }

  /** Items in order. */
  record ListOf(ValueType element) implements ValueType {}

  /** Items without order, each once. */
  record SetOf(ValueType element) implements ValueType {}

  /** Values by name. */
  record MapOf(ValueType element) implements ValueType {}

  /** Named fields, each of its own type. */
  record ObjectOf(Map<String, ValueType> fields) implements ValueType {
    /** Keeps a copy in the given order. */
    public ObjectOf {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /**
   * Reads a type constraint in its JSON form, such as {@code ["list","string"]}.
   *
   * @throws IllegalArgumentException if it is not a type constraint
   */
  static ValueType parse(JsonNode json) {
    if (json.isTextual()) {
      return switch (json.asText()) {
        case "string" -> Primitive.STRING;
        case "number" -> Primitive.NUMBER;
        case "bool" -> Primitive.BOOL;
        default -> throw new IllegalArgumentException("Not a type constraint: " + json);
      };
    }
    JsonNode of = json.path(1);
    return switch (json.path(0).asText()) {
      case "list" -> new ListOf(parse(of));
      case "set" -> new SetOf(parse(of));
      case "map" -> new MapOf(parse(of));
      case "object" -> {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        of.properties().forEach(field -> fields.put(field.getKey(), parse(field.getValue())));
        yield new ObjectOf(fields);
      }
      default -> throw new IllegalArgumentException("Not a type constraint: " + json);
    };
  }

  /**
   * Returns the value in this type's canonical form: an object has exactly the type's fields,
   * missing ones null; the items of a set are sorted and distinct. Unknown and null stay.
   */
  default Value conform(Value value) {
    if (!value.isPresent()) {
      return value;
    }
    if (this instanceof ListOf list) {
      return Value.of(value.items().stream().map(list.element()::conform).toList());
    }
    if (this instanceof SetOf set) {
      List<Value> items =
          value.items().stream()
              .map(set.element()::conform)
              .distinct()
              .sorted(Comparator.comparing(Value::toString))
              .toList();
      return Value.of(items);
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    if (this instanceof MapOf map) {
      value.fields().forEach((name, item) -> fields.put(name, map.element().conform(item)));
      return Value.of(fields);
    }
    if (this instanceof ObjectOf object) {
      object.fields().forEach((name, type) -> fields.put(name, type.conform(value.at(name))));
      return Value.of(fields);
    }
    return value;
  }
}
