package dev.azurepatroni.emulator.schema;

import dev.azurepatroni.emulator.value.ValueType;
import java.util.Locale;

/**
 * Blocks of one kind inside another block.
 *
 * @param nesting how their values are combined
 * @param block the content of each
 * @param minItems the least number
 * @param maxItems the greatest number, 0 for any
 */
public record NestedBlockSchema(Nesting nesting, BlockSchema block, int minItems, int maxItems) {

  /** How the values of blocks are combined. */
  public enum Nesting {
    /** One object, or none. */
    SINGLE,
    /** A list in the order of the blocks. */
    LIST,
    /** A set. */
    SET,
    /** A map by label. */
    MAP;

    /** Parses a nesting mode, such as {@code list}. */
    static Nesting parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Returns the type of the combined value. */
  public ValueType impliedType() {
    return switch (nesting) {
      case SINGLE -> block.impliedType();
      case LIST -> new ValueType.ListOf(block.impliedType());
      case SET -> new ValueType.SetOf(block.impliedType());
      case MAP -> new ValueType.MapOf(block.impliedType());
    };
  }
}
