package dev.azurepatroni.review.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command line of the review; {@code src/review/run} starts it. */
@Command(
    name = "review",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    description = {"The steps of bin/review, bin/deploy and bin/drift.", ""},
    subcommands = {
      CommentCommand.class,
      ChangedCommand.class,
      PlanCommand.class,
      DigestCommand.class,
      ReviewedCommand.class,
      StopsCommand.class,
      OverrideCommand.class,
      DriftCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  private static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs a command. Exit status 1: it failed, with a message; 2: wrong usage. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main())
        // Values come from outside: @FILE would print the file in a message.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::refuse)
        .execute(arguments);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException) {
      System.err.println("review: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    throw e;
  }

  private static int refuse(CommandLine.ParameterException wrong, String... arguments) {
    System.err.printf(
        "review: %s. See: %s --help%n",
        wrong.getMessage(), wrong.getCommandLine().getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }
}
