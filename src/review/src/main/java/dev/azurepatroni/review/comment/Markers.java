package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.plan.PlanDigest;

/** Lines of the comment that {@code .github/scripts/github} reads. */
final class Markers {
  /** The comment's first line. */
  static final String COMMENT = "<!-- azure-patroni review -->";

  private static final int LONGEST = 16_384;

  private Markers() {}

  /** A plan; without its parts if they would take too much of the comment, or end the marker. */
  static String plan(String stack, PlannedOver over, PlanDigest digest) {
    String text = digest.text();
    boolean fits = text.length() <= LONGEST && !text.contains("-->");
    String kept = fits ? text : text.lines().findFirst().orElseThrow() + "\n";
    return "<!-- azure-patroni plan %s %s\n%s-->\n".formatted(stack, over.word(), kept);
  }
}
