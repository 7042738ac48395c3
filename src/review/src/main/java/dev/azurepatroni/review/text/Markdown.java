package dev.azurepatroni.review.text;

/** Escapes text of unknown content for Markdown. */
public final class Markdown {
  /** GitHub's limit for a comment or an issue, in characters. */
  public static final int LONGEST = 65_536;

  private static final int LEAST_FENCE = 3;

  private Markdown() {}

  /** {@return a line of code in running text or in the cell of a table} */
  public static String code(String text) {
    String line = text.replace("\r", "").replace("\n", " ");
    String fence = "`".repeat(longestRun(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`");
    String padded = touches || line.isBlank() ? " " + line + " " : line;
    return fence + padded.replace("|", "\\|") + fence;
  }

  /** {@return a block of code, with a fence longer than any in the text} */
  public static String block(String language, String text) {
    String fence = "`".repeat(Math.max(LEAST_FENCE, longestRun(text) + 1));
    return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** {@return text without tags, formatting and mentions} */
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
