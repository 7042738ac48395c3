package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.terraform.EmulatorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code review plan}. */
@Command(
    name = "plan",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Deploys one revision of a stack and plans another one over it; run it by bin/emulator.",
      ""
    })
final class PlanCommand implements Callable<Integer> {
  @Option(names = "--base", paramLabel = "FILE", description = "JSON to deploy; default: nothing.")
  private Path base;

  @Option(names = "--head", required = true, paramLabel = "FILE", description = "JSON to plan.")
  private Path head;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      description = "Empty folder for configuration and state.")
  private Path folder;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "File for the output of terraform show -json.")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (System.getenv("TF_REATTACH_PROVIDERS") == null) {
      throw new IOException("review plan would deploy to Azure: run it by bin/emulator");
    }
    Files.writeString(out, new EmulatorPlan(folder).plan(base, head));
    return 0;
  }
}
