package dev.azurepatroni.lab.cli;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.lab.LabFolder;
import dev.azurepatroni.lab.Programs;
import dev.azurepatroni.lab.Requirements;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which lab a command is about. */
final class LabOption {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = LabFolder.DEFAULT,
      description = "The emulator's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(LabFolder.DEFAULT);

  /** The lab, after a look at what it needs. */
  Lab open() throws IOException {
    Requirements.check();
    return new Lab(folder(), programs());
  }

  LabFolder folder() {
    return new LabFolder(folder);
  }

  static Programs programs() throws IOException {
    return Programs.of(
        Path.of(property("azurepatroni.lab.home")), Path.of(property("azurepatroni.lab.jar")));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: start the lab by bin/lab");
    }
    return value;
  }
}
