package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.synthesis.SynthesisOutput;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code review changed}. */
@Command(
    name = "changed",
    mixinStandardHelpOptions = true,
    description = {"Prints the names of the stacks that differ.", ""})
final class ChangedCommand implements Callable<Integer> {
  @Mixin private Folders folders = new Folders();

  @Override
  public Integer call() throws IOException {
    SynthesisOutput.read(folders.head())
        .changed(SynthesisOutput.read(folders.base()))
        .forEach(System.out::println);
    return 0;
  }
}
