package dev.azurepatroni.emulator;

import dev.azurepatroni.emulator.azure.engine.ApiFault;
import dev.azurepatroni.emulator.inventory.DiskInventory;
import dev.azurepatroni.emulator.inventory.InventoryBusyException;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Serves the emulators until standard input ends. The one line on standard output is the value of
 * TF_REATTACH_PROVIDERS; {@code bin/emulator} starts this and sets the environment.
 */
@Command(
    name = "emulator",
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    customSynopsis = "emulator [OPTIONS] -- COMMAND [ARGUMENTS]%n",
    description = {
      "Runs a command with emulators for the Terraform providers azurerm, random and tls: what it deploys goes into an"
          + " inventory on disk, and nothing of Azure is reached.",
      "",
      "  bin/emulator -- npx cdktf deploy lab --auto-approve",
      "  bin/emulator -- npx cdktf diff lab",
      ""
    })
public final class Main implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int USAGE = CommandLine.ExitCode.USAGE;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".emulator",
      description =
          "Everything is kept here: what exists, Terraform's state, what cdktf writes (default: ${DEFAULT-VALUE})."
              + " To begin anew, delete it.")
  private Path folder = Path.of(".emulator");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Every call of Terraform, a line each, is added here.")
  private Optional<Path> logFile = Optional.empty();

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      converter = FaultReader.class,
      description = {
        "Something that goes wrong, as often as given: OPERATION:TYPE[/NAME]:KIND. An operation is create, update, delete"
            + " or read; a kind is slow=3s, throttled=2, fails, fails=1, fails-late or fails-late=1.",
        "  create:azurerm_lb_rule:fails=1"
      })
  private List<ApiFault> faults = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it.
  private boolean help;

  private Main() {}

  /** Reads a fault, and has picocli say what is wrong with one. */
  private static final class FaultReader implements ITypeConverter<ApiFault> {
    @Override
    public ApiFault convert(String text) {
      try {
        return ApiFault.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * Serves.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main()).setParameterExceptionHandler(Main::refuse).execute(arguments));
  }

  private static int refuse(ParameterException wrong, String... arguments) {
    System.err.println(wrong.getMessage() + " --help tells the options.");
    return USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (DiskInventory opened = DiskInventory.open(folder.resolve("inventory"), PATIENCE);
        PrintWriter out = log()) {
      serve(opened, new CallLog(out));
      return CommandLine.ExitCode.OK;
    } catch (InventoryBusyException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
    } catch (IOException e) {
      System.err.println("Not usable: " + e.getMessage() + ". Name another file or folder.");
    }
    return USAGE;
  }

  private PrintWriter log() throws IOException {
    return logFile.isEmpty()
        ? new PrintWriter(PrintWriter.nullWriter())
        : new PrintWriter(
            Files.newBufferedWriter(
                logFile.get(),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
  }

  /**
   * Serves until standard input ends, and then until the last Terraform has finished what it began.
   */
  private void serve(DiskInventory opened, CallLog log) throws IOException, InterruptedException {
    try (Emulator emulator = Emulator.start(opened, faults, log)) {
      System.out.println(emulator.reattach());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      if (emulator.isInUse()) {
        System.err.println("Terraform is finishing what it began ...");
      }
      emulator.awaitUnused();
    }
  }
}
