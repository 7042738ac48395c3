package dev.azurepatroni.review;

import dev.azurepatroni.review.comment.Comment;
import dev.azurepatroni.review.comment.PlannedOver;
import dev.azurepatroni.review.comment.Planning;
import dev.azurepatroni.review.comment.StackChange;
import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.PlanFile;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.synthesis.Synthesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A changed copy of stacks/prod.yaml, as {@code src/test/scenarios/make} kept it. */
public final class Scenario {
  private static final Path KEPT = Path.of("src/test/resources/scenarios");
  private static final String STACK = "prod";

  private Scenario() {}

  /** The folder of one. */
  public static Path folder(String name) {
    return KEPT.resolve(name);
  }

  /** Its stack. */
  public static StackOutput stack(String name) {
    try {
      return Synthesis.read(folder(name)).stacks().get(STACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plan of it over what the base deploys. */
  public static Plan plan(String name) {
    try {
      return PlanFile.read(folder(name).resolve("terraform-plan.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it changes in the base, as planned. */
  public static StackChange planned(String name) {
    return new StackChange(stack("base"), stack(name), new Planning.Planned(plan(name)));
  }

  /** The same, where nobody planned. */
  public static StackChange unplanned(String name) {
    return new StackChange(stack("base"), stack(name), Planning.NONE);
  }

  /** A comment on one stack. */
  public static Comment comment(StackChange stack) {
    return new Comment(
        "main",
        stack.plan().isPresent() ? PlannedOver.EMULATOR : PlannedOver.NOTHING,
        List.of(stack));
  }
}
