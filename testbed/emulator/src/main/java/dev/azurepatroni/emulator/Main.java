package dev.azurepatroni.emulator;

import dev.azurepatroni.emulator.azure.engine.ApiFault;
import dev.azurepatroni.emulator.inventory.DiskResourceStore;
import dev.azurepatroni.emulator.inventory.InventoryBusyException;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Serves the emulators until standard input ends. Prints one line on standard output, the value of
 * TF_REATTACH_PROVIDERS; {@code bin/emulator} starts this program and sets the variable.
 */
@Command(
    name = "emulator",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    customSynopsis = "emulator [OPTIONS] -- COMMAND [ARGUMENTS]%n",
    description = {
      "Runs a command with emulators for the Terraform providers azurerm, random and tls. The command deploys to an"
          + " inventory on disk and never reaches Azure.",
      "",
      "  bin/emulator -- npx cdktf deploy lab --auto-approve",
      "  bin/emulator -- npx cdktf diff lab",
      ""
    })
public final class Main implements Callable<Integer> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
  private static final int USAGE = CommandLine.ExitCode.USAGE;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".emulator",
      description =
          "Folder of the inventory, Terraform's state and cdktf's output (default: ${DEFAULT-VALUE})."
              + " Delete it to start again.")
  private Path folder = Path.of(".emulator");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Append a line for each call of Terraform to this file.")
  private Path logFile = Path.of("/dev/null");

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      converter = FaultReader.class,
      description = {
        "Inject a fault, OPERATION:TYPE[/NAME]:KIND; can be repeated. Operations: create, update, delete, read."
            + " Kinds: slow=3s, throttled=2, fails, fails=1, fails-late[=1], tainted[=1], no-capacity[=1], taken[=1],"
            + " propagates=60s, recovered. zone:ZONE:down takes a zone down.",
        "  create:azurerm_lb_rule:fails=1"
      })
  private List<ApiFault> faults = List.of();

  @Option(
      names = "--certificate-age",
      paramLabel = "DURATION",
      defaultValue = "PT0S",
      description =
          "Issue certificates as if this long ago, so that they end sooner: PT58M (default: ${DEFAULT-VALUE}).")
  private Duration certificateAge = Duration.ZERO;

  private Main() {}

  /** Parses a fault; picocli prints the message of an invalid one. */
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

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"emulator " + Main.class.getPackage().getImplementationVersion()};
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
    System.err.println(wrong.getMessage() + " See --help.");
    return USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (DiskResourceStore inventory =
            DiskResourceStore.open(folder.resolve("inventory"), LOCK_TIMEOUT);
        PrintWriter log = openLog()) {
      serve(inventory, new CallLog(log));
      return CommandLine.ExitCode.OK;
    } catch (InventoryBusyException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
    } catch (IOException e) {
      System.err.println("Cannot use " + e.getMessage() + ". Name another file or folder.");
    }
    return USAGE;
  }

  private PrintWriter openLog() throws IOException {
    return new PrintWriter(
        Files.newBufferedWriter(
            logFile, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Serves until standard input ends and the last Terraform process has disconnected. */
  private void serve(DiskResourceStore inventory, CallLog log)
      throws IOException, InterruptedException {
    try (Emulator emulator =
        Emulator.start(
            inventory, faults, log, Clock.offset(Clock.systemUTC(), certificateAge.negated()))) {
      System.out.println(emulator.reattach());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      if (emulator.isInUse()) {
        System.err.println("Waiting for Terraform to finish ...");
      }
      emulator.awaitUnused();
    }
  }
}
