package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review reviewed}. */
@Command(
    name = "reviewed",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Compares a plan with the reviewed one.",
      "Exit status 0: they do the same; 3: nothing to do; 4: they differ, and the differences are printed.",
      ""
    })
final class ReviewedCommand implements Callable<Integer> {
  private static final int NOTHING = 3;
  private static final int DIFFERENT = 4;

  @Parameters(paramLabel = "PLAN", description = "Output of terraform show -json of a plan.")
  private Path plan;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "DIGEST",
      description = "Digest of the reviewed plan, or a file with the output of review digest.")
  private String reviewed;

  @Option(
      names = "--part",
      description =
          "Also accept a plan that does a part of what the file's plan does, and nothing else.")
  private boolean part;

  @Override
  public Integer call() throws IOException {
    TerraformPlan now = TerraformPlanFile.read(plan);
    Path file = Path.of(reviewed);
    PlanDigest before =
        PlanDigest.parse(Files.isRegularFile(file) ? Files.readString(file) : reviewed);
    if (now.empty()) {
      return NOTHING;
    }
    List<String> differences =
        part ? PlanDigest.of(now).notIn(before) : PlanDigest.of(now).differencesFrom(before);
    differences.forEach(line -> System.err.println("  " + line));
    return differences.isEmpty() ? 0 : DIFFERENT;
  }
}
