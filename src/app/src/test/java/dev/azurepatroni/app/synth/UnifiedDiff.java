package dev.azurepatroni.app.synth;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Two versions of a text as a unified diff, the form in which reviewers read it. */
final class UnifiedDiff {
  private static final int CONTEXT_LINES = 1;

  private UnifiedDiff() {}

  /** The diff, which ends with a line break; empty if both texts have the same lines. */
  static String of(String name, String before, String after) {
    List<String> lines = before.lines().toList();
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            name, name, lines, DiffUtils.diff(lines, after.lines().toList()), CONTEXT_LINES);
    return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
  }
}
