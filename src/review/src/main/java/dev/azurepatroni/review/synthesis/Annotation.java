package dev.azurepatroni.review.synthesis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the synthesis said of a construct.
 *
 * @param level of what it is
 * @param place path of the construct
 * @param message as printed
 */
public record Annotation(Level level, String place, String message) {
  /** Of what a message is. */
  public enum Level {
    /** It works, and somebody should know. */
    WARNING,
    /** What the stack amounts to. */
    INFORMATION
  }

  /**
   * The message's paragraphs, by what each begins with: until a colon, a comma or its first line's
   * end.
   */
  public Map<String, List<String>> paragraphs() {
    Map<String, List<String>> paragraphs = new LinkedHashMap<>();
    for (String paragraph : message.split("\n\n", -1)) {
      List<String> lines = paragraph.lines().toList();
      if (!lines.isEmpty()) {
        paragraphs.put(lines.get(0).split("[:,]", 2)[0], lines);
      }
    }
    return paragraphs;
  }
}
