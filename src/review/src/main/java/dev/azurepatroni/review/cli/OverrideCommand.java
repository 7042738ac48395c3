package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.file.JsonFile;
import dev.azurepatroni.review.terraform.ReviewOverride;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code review override}. */
@Command(
    name = "override",
    mixinStandardHelpOptions = true,
    description = {"Prints the override file for a plan over what is deployed.", ""})
final class OverrideCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "cdk.tf.json of the stack.")
  private Path stack;

  @Override
  public Integer call() throws IOException {
    System.out.println(ReviewOverride.overDeployed(JsonFile.read(stack)).toPrettyString());
    return 0;
  }
}
