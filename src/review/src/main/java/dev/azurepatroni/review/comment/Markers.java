package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.plan.PlanDigest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the comment for programs: by what it is found, and what was planned. */
public final class Markers {
  /** The comment's first line. */
  public static final String COMMENT = "<!-- azure-patroni review -->";

  private static final int LONGEST = 16_384;
  private static final Pattern PLAN =
      Pattern.compile("<!-- azure-patroni plan (\\S+) (\\S+)\n(.*?)-->\n", Pattern.DOTALL);

  private Markers() {}

  /** A plan as it was reviewed; without its parts where they would take too much of the comment. */
  static String plan(String stack, PlannedOver over, PlanDigest digest) {
    String text = digest.text();
    String kept = text.length() <= LONGEST ? text : text.lines().findFirst().orElseThrow() + "\n";
    return "<!-- azure-patroni plan %s %s\n%s-->\n".formatted(stack, over.word(), kept);
  }

  /**
   * The plan of a stack that a comment tells of; nothing if it tells of none over what is deployed.
   *
   * @throws IOException if somebody damaged it
   */
  public static Optional<PlanDigest> planned(String comment, String stack) throws IOException {
    Matcher found = PLAN.matcher(comment.replace("\r", ""));
    while (found.find()) {
      if (found.group(1).equals(stack) && found.group(2).equals(PlannedOver.DEPLOYED.word())) {
        return Optional.of(PlanDigest.parse(found.group(3)));
      }
    }
    return Optional.empty();
  }

  /** A comment without its plans: for one that a stranger's code wrote. */
  public static String withoutPlans(String comment) {
    return PLAN.matcher(comment.replace("\r", "")).replaceAll("");
  }
}
