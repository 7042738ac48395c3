package dev.azurepatroni.review.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
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
    description = {
      "Prints what lies beside a stack's JSON while it is planned for a review over what is deployed.",
      ""
    })
final class OverrideCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "cdk.tf.json of the stack.")
  private Path stack;

  @Override
  public Integer call() throws IOException {
    ObjectMapper json = new ObjectMapper();
    System.out.println(ReviewOverride.overDeployed(json.readTree(stack.toFile())).toPrettyString());
    return 0;
  }
}
