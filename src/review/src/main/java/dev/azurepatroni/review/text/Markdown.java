package dev.azurepatroni.review.text;

/** Escapes text of unknown content for Markdown. */
public final class Markdown {
  /** GitHub's limit for a comment or an issue, in characters. */
  public static final int LONGEST = 65_536;

  private static final String INVISIBLE =
      "[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]";
  private static final int LEAST_FENCE = 3;

  private Markdown() {}

  /** {@return a line of code in running text or in the cell of a table} */
  public static String code(String text) {
    String line = visible(text).replace("\n", " ");
    String fence = "`".repeat(longestRun(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`");
    String padded = touches || line.isBlank() ? " " + line + " " : line;
    return fence + padded.replace("|", "\\|") + fence;
  }

  /** {@return a block of code, with a fence longer than any in the text} */
  public static String block(String language, String unknown) {
    String text = visible(unknown);
    String fence = "`".repeat(Math.max(LEAST_FENCE, longestRun(text) + 1));
    return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** {@return a line of text without tags, formatting, links and mentions} */
  public static String plain(String text) {
    return visible(text)
        .replace("\n", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("([\\\\`*_\\[\\]|~#])", "\\\\$1")
        // GitHub looks for mentions, references and addresses after it has read the Markdown.
        .replaceAll("(@|#|://|www\\.)", "$1&#8203;");
  }

  /** Shows characters that would change the order of the text, or end a line. */
  private static String visible(String text) {
    return text.replace("\r\n", "\n").replaceAll(INVISIBLE, "\uFFFD");
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
