package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review digest}. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a digest of what a plan does, then one for each part of it: whatever does the same has the same.",
      ""
    })
final class DigestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PLAN", description = "terraform show -json of a plan.")
  private Path plan;

  @Override
  public Integer call() throws IOException {
    System.out.print(PlanDigest.of(PlanFile.read(plan)).text());
    return 0;
  }
}
