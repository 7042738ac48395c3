package dev.azurepatroni.review.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Writes the difference of two texts in the format of {@code diff -u}, without file names. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final int NAMES = 2;

  private UnifiedDiff() {}

  /** {@return the difference; empty if the lines are the same} */
  public static String of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", old, DiffUtils.diff(old, after.lines().toList()), CONTEXT);
    return String.join("\n", diff.subList(Math.min(NAMES, diff.size()), diff.size()));
  }
}
