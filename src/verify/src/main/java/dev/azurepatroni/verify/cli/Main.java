package dev.azurepatroni.verify.cli;

import java.io.IOException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verification on the command line; {@code bin/verify} starts it. */
@Command(
    name = "verify",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Checks a deployed cluster from a client's place.",
    subcommands = {RecordCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs it. Exit status 1: a check failed or could not be made, and a line says why; 2: the
   * command was not understood.
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain).execute(arguments));
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException || e instanceof SQLException) {
      System.err.println("verify: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }
}
