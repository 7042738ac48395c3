package dev.azurepatroni.review.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The two syntheses that are compared. */
final class Folders {
  @Option(
      names = "--base",
      required = true,
      paramLabel = "FOLDER",
      description = "Output of the synthesis before the change.")
  private Path base = Path.of("");

  @Option(
      names = "--head",
      required = true,
      paramLabel = "FOLDER",
      description = "Output of the synthesis with the change.")
  private Path head = Path.of("");

  Path base() {
    return base;
  }

  Path head() {
    return head;
  }
}
