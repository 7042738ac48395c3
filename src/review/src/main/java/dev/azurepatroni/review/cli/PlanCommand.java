package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.terraform.EmulatorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code review plan}. */
@Command(
    name = "plan",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Plans a stack over what another revision of it deploys. It deploys: run it by bin/emulator.",
      ""
    })
final class PlanCommand implements Callable<Integer> {
  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "JSON of what is deployed; nothing if not given.")
  private Optional<Path> base = Optional.empty();

  @Option(names = "--head", required = true, paramLabel = "FILE", description = "JSON to plan.")
  private Path head;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      description = "Where configuration and state come; empty before.")
  private Path folder;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the plan comes, as terraform show -json has it.")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (System.getenv("TF_REATTACH_PROVIDERS") == null) {
      throw new IOException("this deploys, and would do so in Azure: run it by bin/emulator");
    }
    Files.writeString(out, new EmulatorPlan(folder).of(base, head));
    return 0;
  }
}
