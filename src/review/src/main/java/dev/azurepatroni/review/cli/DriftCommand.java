package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.drift.DriftReport;
import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.PlanFile;
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
    description = {
      "Prints what drifted, as the body of an issue. Exit status 0: nothing did; 3: something did.",
      ""
    })
final class DriftCommand implements Callable<Integer> {
  private static final int DRIFTED = 3;

  @Parameters(
      arity = "1..*",
      paramLabel = "STACK=PLAN",
      description = "terraform show -json of a stack's refresh-only plan.")
  private Map<String, Path> plans = Map.of();

  @Override
  public Integer call() throws IOException {
    SortedMap<String, Plan> stacks = new TreeMap<>();
    for (Map.Entry<String, Path> plan : plans.entrySet()) {
      stacks.put(plan.getKey(), PlanFile.read(plan.getValue()));
    }
    Optional<String> body = new DriftReport(stacks).body();
    body.ifPresent(System.out::print);
    return body.isPresent() ? DRIFTED : 0;
  }
}
