package dev.azurepatroni.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.review.comment.Comment;
import dev.azurepatroni.review.comment.PlannedOver;
import dev.azurepatroni.review.comment.Planning;
import dev.azurepatroni.review.comment.StackChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.synthesis.SynthesisOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A changed copy of stacks/prod.yaml, as {@code src/test/scenarios/make} wrote it: the base, or a
 * patch of the base and a plan.
 */
public final class Scenario {
  private static final Path KEPT = Path.of("src/test/resources/scenarios").toAbsolutePath();
  private static final String BASE = "base";
  private static final String STACK = "prod";
  private static final Map<String, Path> PATCHED = new ConcurrentHashMap<>();

  private Scenario() {}

  /** The output folder of its synthesis. */
  public static Path folder(String name) {
    return name.equals(BASE)
        ? KEPT.resolve(BASE)
        : PATCHED.computeIfAbsent(name, Scenario::patched);
  }

  private static Path patched(String name) {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target/scenarios")), name)
              .toAbsolutePath();
      try (Stream<Path> files = Files.walk(KEPT.resolve(BASE))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = folder.resolve(KEPT.resolve(BASE).relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
      ProcessBuilder git =
          new ProcessBuilder("git", "apply", KEPT.resolve(name + ".patch").toString())
              .directory(folder.toFile())
              .inheritIO();
      // Otherwise git takes the checkout's root for the folder that the patch is of.
      git.environment().put("GIT_DIR", folder.resolve("none").toString());
      assertThat(git.start().waitFor()).as("git apply " + name + ".patch").isZero();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What {@code terraform show -json} printed of the plan over what the base deploys. */
  public static Path planFile(String name) {
    return KEPT.resolve(name + ".terraform-plan.json");
  }

  /** Its stack. */
  public static StackOutput stack(String name) {
    try {
      return SynthesisOutput.read(folder(name)).stack(STACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plan of it over what the base deploys. */
  public static TerraformPlan plan(String name) {
    try {
      return TerraformPlanFile.read(planFile(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it changes in the base, as planned. */
  public static StackChange planned(String name) {
    return new StackChange(stack(BASE), stack(name), new Planning.Planned(plan(name)));
  }

  /** What it changes in the base, without a plan. */
  public static StackChange unplanned(String name) {
    return new StackChange(stack(BASE), stack(name), Planning.NONE);
  }

  /** A comment on one stack. */
  public static Comment comment(StackChange stack) {
    return new Comment(
        "main",
        stack.plan().isPresent() ? PlannedOver.EMULATOR : PlannedOver.NOTHING,
        List.of(stack));
  }
}
