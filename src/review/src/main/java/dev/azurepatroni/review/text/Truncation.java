package dev.azurepatroni.review.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shortens the comment to GitHub's limit. */
public final class Truncation {
  private Truncation() {}

  /**
   * Joins the parts; replaces the largest diffs first, then the largest tables.
   *
   * @param note the last line of a truncated comment
   */
  public static String join(List<Fragment> blocks, int limit, String note) {
    List<Fragment> left = new ArrayList<>(blocks);
    String text = text(left);
    if (text.length() <= limit) {
      return text;
    }
    while (text.length() + note.length() > limit) {
      int first = -1;
      for (int i = 0; i < left.size(); i++) {
        if (left.get(i).truncatable() && (first < 0 || left.get(i).precedes(left.get(first)))) {
          first = i;
        }
      }
      if (first < 0) {
        return text.substring(0, limit - note.length()) + note;
      }
      left.set(first, left.get(first).truncated());
      text = text(left);
    }
    return text + note;
  }

  private static String text(List<Fragment> blocks) {
    return blocks.stream().map(Fragment::text).collect(Collectors.joining());
  }
}
