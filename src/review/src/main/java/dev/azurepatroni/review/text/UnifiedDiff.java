package dev.azurepatroni.review.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** A difference of two texts, as {@code diff -u} writes it, without the lines that name files. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final int NAMES = 2;

  private UnifiedDiff() {}

  /** Of two texts; empty if their lines are the same. */
  public static String of(String before, String after) {
    return of(before.lines().toList(), after.lines().toList(), CONTEXT);
  }

  /** Of two short texts: whole, every line with its sign, and no line that counts. */
  public static String whole(List<String> before, List<String> after) {
    List<String> diff = lines(before, after, before.size() + after.size());
    return String.join("\n", diff.subList(Math.min(1, diff.size()), diff.size()));
  }

  private static String of(List<String> before, List<String> after, int context) {
    return String.join("\n", lines(before, after, context));
  }

  private static List<String> lines(List<String> before, List<String> after, int context) {
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", before, DiffUtils.diff(before, after), context);
    return diff.subList(Math.min(NAMES, diff.size()), diff.size());
  }
}
