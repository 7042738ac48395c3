package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import dev.azurepatroni.review.text.Markdown;
import java.util.ArrayList;
import java.util.List;

/**
 * The comment.
 *
 * @param base what is compared with, in words of git
 * @param over what the plans were made over
 * @param stacks those that differ
 */
public record Comment(String base, PlannedOver over, List<StackChange> stacks) {
  /** How many characters GitHub takes. */
  public static final int LIMIT = Markdown.LONGEST;

  /** Keeps a copy. */
  public Comment {
    stacks = List.copyOf(stacks);
  }

  /**
   * Markdown of it.
   *
   * @param limit how many characters at most; what does not fit is left out, and said to be
   */
  public String text(int limit) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.fixed(Markers.COMMENT + "\n### What this changes in what is deployed\n\n"));
    if (stacks.isEmpty()) {
      blocks.add(
          Block.fixed("Nothing: every stack synthesises to the same as at " + code(base) + ".\n"));
      return Fitted.join(blocks, limit, "");
    }
    String command = "bin/review " + base;
    blocks.addAll(Losses.of(stacks));
    stacks.forEach(stack -> blocks.addAll(StackSection.of(stack, over, command)));
    blocks.add(
        Block.fixed(
            "Compared with %s. %s The same without a cloud: %s.%n"
                .formatted(code(base), over.sentence(), code(command))));
    return Fitted.join(
        blocks,
        limit,
        "\nCut to what GitHub takes, the largest differences first. All of it: the summary of the"
            + " workflow's run, or "
            + code("bin/review --whole FILE " + base)
            + ".\n");
  }
}
