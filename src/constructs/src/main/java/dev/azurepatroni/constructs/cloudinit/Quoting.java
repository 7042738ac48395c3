package dev.azurepatroni.constructs.cloudinit;

/** Quotes text for the languages that templates are written in. */
final class Quoting {
  private Quoting() {}

  /** A YAML scalar that is read back as this very text, whatever it looks like. */
  static String yaml(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (plain(c)) {
            quoted.append(c);
          } else {
            quoted.append("\\u%04X".formatted((int) c));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** Controls are no YAML, and U+2028 and its like would be folded as line breaks. */
  static boolean plain(char c) {
    return (c >= ' ' && c <= '~')
        || (c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && c < 0xFFFE);
  }

  /** A JSON string: what {@link #yaml} writes is one, for it uses JSON's escapes alone. */
  static String json(String text) {
    return yaml(text);
  }

  /** One word of a POSIX shell. */
  static String shell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
