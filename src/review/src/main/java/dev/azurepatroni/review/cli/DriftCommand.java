package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.drift.DriftReport;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.plan.TerraformPlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review drift}. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {"Prints drift as the body of an issue. Exit status 0: no drift; 3: drift.", ""})
final class DriftCommand implements Callable<Integer> {
  private static final int DRIFTED = 3;

  @Parameters(
      arity = "1..*",
      paramLabel = "STACK=PLAN",
      description = "Output of terraform show -json of a refresh-only plan.")
  private Map<String, Path> plans = Map.of();

  @Override
  public Integer call() throws IOException {
    SortedMap<String, TerraformPlan> stacks = new TreeMap<>();
    for (Map.Entry<String, Path> plan : plans.entrySet()) {
      stacks.put(plan.getKey(), TerraformPlanFile.read(plan.getValue()));
    }
    Optional<String> body = new DriftReport(stacks).body();
    body.ifPresent(System.out::print);
    return body.isPresent() ? DRIFTED : 0;
  }
}
