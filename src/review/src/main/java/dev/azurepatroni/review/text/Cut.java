package dev.azurepatroni.review.text;

import java.util.regex.Pattern;

/**
 * Two values cut to where they differ.
 *
 * @param before how it was
 * @param after how it is
 */
public record Cut(String before, String after) {
  private static final int LONGEST = 100;
  private static final int KEPT = 16;
  private static final String CUT = "…";

  /** How Azure's ids begin; what tells one from another comes after. */
  private static final Pattern PLACE =
      Pattern.compile("/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[^/\"]+/providers/");

  /** Of two values of any length. */
  public static Cut of(String before, String after) {
    String was = shortened(before);
    String is = shortened(after);
    return was.equals(is) ? cut(before, after) : cut(was, is);
  }

  /** The change as Markdown: before, an arrow, after. */
  public String arrow() {
    return Markdown.code(before) + " → " + Markdown.code(after);
  }

  private static String shortened(String text) {
    return PLACE.matcher(text).replaceAll(CUT + "/");
  }

  private static Cut cut(String before, String after) {
    if (before.length() <= LONGEST && after.length() <= LONGEST) {
      return new Cut(before, after);
    }
    int same = 0;
    while (same < Math.min(before.length(), after.length())
        && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    int from = same <= KEPT * 2 ? 0 : same - KEPT;
    return new Cut(part(before, from), part(after, from));
  }

  private static String part(String text, int from) {
    String start = from > 0 && from < text.length() ? CUT + text.substring(from) : text;
    return start.length() <= LONGEST ? start : start.substring(0, LONGEST) + CUT;
  }
}
