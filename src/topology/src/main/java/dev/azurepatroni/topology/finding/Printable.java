package dev.azurepatroni.topology.finding;

import java.util.stream.Collectors;

/** Texts that a person wrote, made safe for a terminal and short enough for a line. */
public final class Printable {
  private static final int LONGEST = 160;
  private static final String MORE = "...";

  private Printable() {}

  /**
   * One line of a text, with control characters shown as escapes.
   *
   * @param text anything
   * @return the line, shortened where it is long
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() <= LONGEST; i++) {
      line.append(shown(text.charAt(i)));
    }
    return line.length() <= LONGEST
        ? line.toString()
        : line.substring(0, LONGEST - MORE.length()) + MORE;
  }

  /** A text whole, with control characters shown as escapes. */
  static String whole(String text) {
    return text.chars()
        .mapToObj(character -> shown((char) character))
        .collect(Collectors.joining());
  }

  private static String shown(char character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          unprintable(character)
              ? String.format("\\u%04x", (int) character)
              : String.valueOf(character);
    };
  }

  private static boolean unprintable(char character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
