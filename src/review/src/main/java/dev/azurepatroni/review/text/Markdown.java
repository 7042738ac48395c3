package dev.azurepatroni.review.text;

/** Texts of unknown content inside Markdown, such that they stay texts. */
public final class Markdown {
  /** How many characters GitHub takes as a comment or an issue. */
  public static final int LONGEST = 65_536;

  private static final int LEAST_FENCE = 3;

  private Markdown() {}

  /** A line of code in running text or a table's cell. */
  public static String code(String text) {
    String line = text.replace("\r", "").replace("\n", " ");
    String fence = "`".repeat(longestRun(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`");
    String padded = touches || line.isBlank() ? " " + line + " " : line;
    return fence + padded.replace("|", "\\|") + fence;
  }

  /** A block of code that ends where it is meant to, whatever is in it. */
  public static String block(String language, String text) {
    String fence = "`".repeat(Math.max(LEAST_FENCE, longestRun(text) + 1));
    return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** A text as text: no tag, no mark, nobody called by name. */
  public static String plain(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("([\\\\`*_\\[\\]|~#])", "\\\\$1")
        .replace("@", "&#64;");
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
