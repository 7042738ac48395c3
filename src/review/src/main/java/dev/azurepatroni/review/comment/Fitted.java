package dev.azurepatroni.review.comment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces that together are no longer than GitHub takes. */
final class Fitted {
  private Fitted() {}

  /**
   * Joins them, and leaves out the largest differences first, then the largest tables.
   *
   * @param note the last line, if anything had to be left out
   */
  static String join(List<Block> blocks, int limit, String note) {
    List<Block> left = new ArrayList<>(blocks);
    String text = text(left);
    if (text.length() <= limit) {
      return text;
    }
    while (text.length() + note.length() > limit) {
      int first = -1;
      for (int i = 0; i < left.size(); i++) {
        if (left.get(i).canGo() && (first < 0 || left.get(i).goesBefore(left.get(first)))) {
          first = i;
        }
      }
      if (first < 0) {
        return text.substring(0, limit - note.length()) + note;
      }
      left.set(first, left.get(first).left());
      text = text(left);
    }
    return text + note;
  }

  private static String text(List<Block> blocks) {
    return blocks.stream().map(Block::text).collect(Collectors.joining());
  }
}
