package dev.azurepatroni.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The lab on the command line; {@code bin/lab} starts it. */
@Command(
    name = "lab",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Boots what Terraform deployed to the emulator as hosts of this machine, and injects faults.",
      "",
      "  bin/emulator -- npx cdktf deploy lab --auto-approve",
      "  bin/lab up",
      ""
    },
    subcommands = {
      Up.class,
      Down.class,
      Status.class,
      Commands.ShellCommand.class,
      Commands.Logs.class,
      Commands.Client.class,
      Commands.Secret.class,
      Power.Start.class,
      Power.Restart.class,
      Power.PowerOff.class,
      Power.PowerLoss.class,
      Power.LoseZone.class,
      Power.ReturnZone.class,
      FaultCommands.Kill.class,
      FaultCommands.Freeze.class,
      FaultCommands.Thaw.class,
      FaultCommands.Cut.class,
      FaultCommands.Heal.class,
      FaultCommands.Fill.class,
      FaultCommands.Free.class,
      FaultCommands.Slow.class,
      FaultCommands.Unthrottle.class,
      DrillCommand.class,
      VerifyCommand.class,
      Serve.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs a command. Exit status 1: it could not be done, and a line says why; 2: it was not
   * understood.
   */
  public static void main(String[] arguments) {
    CommandLine lab =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(Main::explain)
            .setParameterExceptionHandler(Main::refuse);
    // What follows is another program's, options and all.
    for (String command : List.of("shell", "client")) {
      lab.getSubcommands().get(command).setStopAtPositional(true);
    }
    lab.getSubcommands().get("verify").setStopAtUnmatched(true);
    helps(lab);
    lab.getSubcommands().values().stream().filter(Main::lacksHelp).forEach(Main::helps);
    System.exit(lab.execute(arguments));
  }

  /** {@code verify} prints its own help. */
  private static boolean lacksHelp(CommandLine command) {
    return !List.of("verify", "help").contains(command.getCommandName());
  }

  private static void helps(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof IllegalStateException) {
      System.err.println("lab: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  private static int refuse(ParameterException wrong, String... arguments) {
    boolean isCommand =
        wrong instanceof UnmatchedArgumentException && wrong.getCommandLine().getParent() == null;
    System.err.printf(
        "lab: %s. See: bin/lab help%n",
        isCommand ? "there is no command " + arguments[0] : wrong.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }
}
