package dev.azurepatroni.review.cli;

import dev.azurepatroni.review.synthesis.Synthesis;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code review changed}. */
@Command(
    name = "changed",
    mixinStandardHelpOptions = true,
    description = {"Names the stacks that differ, a line each.", ""})
final class ChangedCommand implements Callable<Integer> {
  @Mixin private Folders folders = new Folders();

  @Override
  public Integer call() throws IOException {
    Synthesis.read(folders.head())
        .changed(Synthesis.read(folders.base()))
        .forEach(System.out::println);
    return 0;
  }
}
