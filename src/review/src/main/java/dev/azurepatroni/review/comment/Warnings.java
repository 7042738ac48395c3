package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.synthesis.ClusterSummary;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import java.util.List;
import java.util.Optional;

/**
 * Warnings of the synthesis, compared with the base.
 *
 * @param comparable whether the base is new or has a {@code plan.json}
 * @param added only the head has them
 * @param removed only the base has them
 * @param kept both have them, or the base has no {@code plan.json} to compare with
 */
record Warnings(
    boolean comparable,
    List<ClusterSummary.Warning> added,
    List<ClusterSummary.Warning> removed,
    List<ClusterSummary.Warning> kept) {
  static Warnings of(StackChange stack) {
    List<ClusterSummary.Warning> before = warnings(stack.base());
    List<ClusterSummary.Warning> after = warnings(stack.head());
    boolean comparable = stack.base().summary().known() || !stack.base().exists();
    return new Warnings(
        comparable,
        after.stream().filter(warning -> comparable && !before.contains(warning)).toList(),
        before.stream().filter(warning -> !after.contains(warning)).toList(),
        after.stream().filter(warning -> !comparable || before.contains(warning)).toList());
  }

  private static List<ClusterSummary.Warning> warnings(StackOutput stack) {
    return stack.summary().findings().stream()
        .filter(finding -> finding.severity().equals("warning"))
        .toList();
  }

  Optional<Fragment> block() {
    if (added.isEmpty() && removed.isEmpty() && kept.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("**Warnings**\n\n");
    added.forEach(warning -> text.append("New:\n").append(Markdown.block("", text(warning))));
    removed.forEach(warning -> text.append("Gone: ").append(line(warning)).append("\n\n"));
    kept.forEach(
        warning ->
            text.append(comparable ? "Still there: " : "Still there or new: ")
                .append(line(warning))
                .append("\n\n"));
    return Optional.of(Fragment.fixed(text.append('\n').toString()));
  }

  private static String text(ClusterSummary.Warning warning) {
    return "%s%n  problem: %s%n  fix:     %s"
        .formatted(warning.subject(), warning.problem(), warning.fix());
  }

  private static String line(ClusterSummary.Warning warning) {
    return Markdown.code(warning.subject());
  }
}
