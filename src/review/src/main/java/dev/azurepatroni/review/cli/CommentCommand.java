package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.comment.Comment;
import dev.azurepatroni.review.comment.PlannedOver;
import dev.azurepatroni.review.comment.Planning;
import dev.azurepatroni.review.comment.StackChange;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import dev.azurepatroni.review.synthesis.SynthesisOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code review comment}. */
@Command(
    name = "comment",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {"Prints the comment on a pull request, as Markdown.", ""})
final class CommentCommand implements Callable<Integer> {
  @Mixin private Folders folders = new Folders();

  @Option(
      names = "--base-name",
      paramLabel = "REVISION",
      defaultValue = "the base",
      description = "Git revision of the base.")
  private String baseName;

  @Option(
      names = "--plan",
      paramLabel = "STACK=FILE",
      description = "Output of terraform show -json of a plan.")
  private Map<String, Path> plans = Map.of();

  @Option(
      names = "--refused",
      paramLabel = "STACK=FILE",
      description = "Output of Terraform that failed to plan.")
  private Map<String, Path> refusals = Map.of();

  @Option(
      names = "--over",
      paramLabel = "WHAT",
      defaultValue = "NOTHING",
      description = "What the plans compare with: $${COMPLETION-CANDIDATES}.")
  private PlannedOver over;

  @Option(names = "--out", paramLabel = "FILE", description = "Also write the comment to a file.")
  private Path out;

  @Option(
      names = "--whole",
      paramLabel = "FILE",
      description = "Also write the comment to a file without truncation to GitHub's limit.")
  private Path whole;

  @Override
  public Integer call() throws IOException {
    SynthesisOutput before = SynthesisOutput.read(folders.base());
    SynthesisOutput after = SynthesisOutput.read(folders.head());
    List<String> names = List.copyOf(after.changed(before));
    List<String> unknown = new ArrayList<>(plans.keySet());
    unknown.addAll(refusals.keySet());
    unknown.removeAll(after.stacks().keySet());
    if (!unknown.isEmpty()) {
      throw new IOException(
          "unknown stack %s; %s does not contain it"
              .formatted(String.join(", ", unknown), folders.head()));
    }
    List<StackChange> stacks = new ArrayList<>();
    for (String name : names) {
      stacks.add(new StackChange(before.stack(name), after.stack(name), planning(name)));
    }
    write(new Comment(baseName, over, stacks));
    return 0;
  }

  private Planning planning(String stack) throws IOException {
    if (plans.containsKey(stack)) {
      return new Planning.Planned(TerraformPlanFile.read(plans.get(stack)));
    }
    return refusals.containsKey(stack)
        ? new Planning.Refused(Files.readString(refusals.get(stack)))
        : Planning.NONE;
  }

  private void write(Comment comment) throws IOException {
    String text = comment.text(Comment.LIMIT);
    System.out.print(text);
    if (out != null) {
      Files.writeString(out, text);
    }
    if (whole != null) {
      Files.writeString(whole, comment.text(Integer.MAX_VALUE));
    }
  }
}
