package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.Truncation;
import java.util.ArrayList;
import java.util.List;

/**
 * The comment on a pull request.
 *
 * @param base git revision of the base
 * @param over what the plans compare with
 * @param stacks stacks that differ
 */
public record Comment(String base, PlannedOver over, List<StackChange> stacks) {
  /** GitHub's limit, in characters, without the lines that {@code .github/scripts/github} adds. */
  public static final int LIMIT = Markdown.LONGEST - 1024;

  /** Copies the list. */
  public Comment {
    stacks = List.copyOf(stacks);
  }

  /**
   * Writes Markdown.
   *
   * @param limit in characters; a longer comment is truncated and says so
   */
  public String text(int limit) {
    List<Fragment> blocks = new ArrayList<>();
    blocks.add(Fragment.fixed(Markers.COMMENT + "\n### Changes to what is deployed\n\n"));
    if (stacks.isEmpty()) {
      blocks.add(
          Fragment.fixed(
              "No changes: every stack synthesises to the same result as at "
                  + code(base)
                  + ".\n"));
      return Truncation.join(blocks, limit, "");
    }
    String command = "bin/review " + base;
    blocks.addAll(Losses.of(stacks));
    stacks.forEach(stack -> blocks.addAll(StackSection.of(stack, over, command)));
    blocks.add(
        Fragment.fixed(
            "Compared with %s. %s To reproduce it without Azure: %s.%n"
                .formatted(code(base), over.sentence(), code(command))));
    return Truncation.join(
        blocks,
        limit,
        "\nTruncated to GitHub's limit, the largest diffs first. The whole text: the summary of the"
            + " workflow's run, or "
            + code("bin/review --whole FILE " + base)
            + ".\n");
  }
}
