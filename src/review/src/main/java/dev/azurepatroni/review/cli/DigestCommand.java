package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review digest}. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    description = {"Prints the digest of a plan, then one for each part of it.", ""})
final class DigestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PLAN", description = "Output of terraform show -json of a plan.")
  private Path plan;

  @Override
  public Integer call() throws IOException {
    System.out.print(PlanDigest.of(TerraformPlanFile.read(plan)).text());
    return 0;
  }
}
