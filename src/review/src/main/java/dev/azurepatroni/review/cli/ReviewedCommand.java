package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.PlanFile;
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
      "Holds a plan against the one that was reviewed.",
      "Exit status 0: it does the same; 3: it does nothing; 4: it differs, and lines say in what.",
      ""
    })
final class ReviewedCommand implements Callable<Integer> {
  private static final int NOTHING = 3;
  private static final int DIFFERENT = 4;

  @Parameters(paramLabel = "PLAN", description = "terraform show -json of a plan.")
  private Path plan;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "DIGEST",
      description = "Digest of the reviewed plan, or a file with what review digest printed.")
  private String reviewed;

  @Override
  public Integer call() throws IOException {
    Plan now = PlanFile.read(plan);
    Path file = Path.of(reviewed);
    PlanDigest before =
        PlanDigest.parse(Files.isRegularFile(file) ? Files.readString(file) : reviewed);
    if (now.empty()) {
      return NOTHING;
    }
    List<String> differences = PlanDigest.of(now).differencesFrom(before);
    differences.forEach(it -> System.err.println("  " + it));
    return differences.isEmpty() ? 0 : DIFFERENT;
  }
}
