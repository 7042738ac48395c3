package dev.azurepatroni.emulator.schema;

import dev.azurepatroni.emulator.value.Type;
import java.util.Locale;

/**
 * Blocks of one kind inside another block.
 *
 * @param nesting how Terraform collects them
 * @param block what each holds
 * @param minItems the fewest there may be
 * @param maxItems the most there may be, 0 for any number
 */
public record NestedBlock(Nesting nesting, Block block, int minItems, int maxItems) {

  /** How blocks of one kind make one value. */
  public enum Nesting {
    /** One object, or none. */
    SINGLE,
    /** A list in the order of the blocks. */
    LIST,
    /** A set. */
    SET,
    /** A map by label. */
    MAP;

    /** Reads a schema's word, such as {@code list}. */
    static Nesting parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The type of the value that these blocks make. */
  public Type impliedType() {
    return switch (nesting) {
      case SINGLE -> block.impliedType();
      case LIST -> new Type.ListOf(block.impliedType());
      case SET -> new Type.SetOf(block.impliedType());
      case MAP -> new Type.MapOf(block.impliedType());
    };
  }
}
