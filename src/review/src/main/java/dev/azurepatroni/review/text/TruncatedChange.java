package dev.azurepatroni.review.text;

import java.util.regex.Pattern;

/**
 * Two values, truncated to the part that differs.
 *
 * @param before the old value
 * @param after the new value
 */
public record TruncatedChange(String before, String after) {
  private static final int LIMIT = 100;
  private static final int CONTEXT = 16;
  private static final String ELLIPSIS = "…";

  /** The common start of Azure's ids. */
  private static final Pattern ID_PREFIX =
      Pattern.compile("/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[^/\"]+/providers/");

  /** {@return the truncation of two values of any length} */
  public static TruncatedChange of(String before, String after) {
    String was = shortened(before);
    String is = shortened(after);
    return was.equals(is) ? truncated(before, after) : truncated(was, is);
  }

  /** {@return the change as Markdown: before, an arrow, after} */
  public String arrow() {
    return Markdown.code(before) + " → " + Markdown.code(after);
  }

  private static String shortened(String text) {
    return ID_PREFIX.matcher(text).replaceAll(ELLIPSIS + "/");
  }

  private static TruncatedChange truncated(String before, String after) {
    if (before.length() <= LIMIT && after.length() <= LIMIT) {
      return new TruncatedChange(before, after);
    }
    int same = 0;
    while (same < Math.min(before.length(), after.length())
        && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    int from = same <= CONTEXT * 2 ? 0 : same - CONTEXT;
    return new TruncatedChange(part(before, from), part(after, from));
  }

  private static String part(String text, int from) {
    String start = from > 0 && from < text.length() ? ELLIPSIS + text.substring(from) : text;
    return start.length() <= LIMIT ? start : start.substring(0, LIMIT) + ELLIPSIS;
  }
}
