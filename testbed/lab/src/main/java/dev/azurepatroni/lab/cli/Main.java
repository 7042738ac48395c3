package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.UnknownWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
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
      FaultCommand.class,
      BlobCommand.class,
      DrillCommand.class,
      VerifyCommand.class,
      Serve.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /**
   * Runs a command. Exit status 1: it failed, and a line says why; 2: the command line is wrong.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine lab =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(Main::explain)
            .setParameterExceptionHandler(Main::refuse);
    // What follows is another program's, options and all.
    for (String command : List.of("shell", "client")) {
      lab.getSubcommands().get(command).setStopAtPositional(true);
    }
    lab.getSubcommands().get("verify").setStopAtUnmatched(true);
    addHelp(lab);
    return lab;
  }

  private static void addHelp(CommandLine command) {
    // `verify` prints its own help.
    if (!List.of("verify", "help").contains(command.getCommandName())) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof IllegalStateException) {
      command.getErr().println("lab: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  private static int refuse(ParameterException wrong, String... arguments) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .printf(
            "lab: %s. See: bin/%s --help%n",
            problem(wrong), command.getCommandSpec().qualifiedName(" "));
    return CommandLine.ExitCode.USAGE;
  }

  private static String problem(ParameterException wrong) {
    List<String> commands =
        wrong.getCommandLine().getSubcommands().values().stream()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .map(CommandLine::getCommandName)
            .toList();
    if (wrong.getCause() instanceof TypeConversionException cause) {
      return cause.getMessage();
    }
    if (wrong instanceof UnmatchedArgumentException unmatched && !commands.isEmpty()) {
      return UnknownWord.message("command", unmatched.getUnmatched().get(0), commands);
    }
    return wrong.getMessage().replaceFirst("^Error: ", "");
  }
}
