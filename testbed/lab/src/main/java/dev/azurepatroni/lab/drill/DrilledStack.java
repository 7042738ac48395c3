package dev.azurepatroni.lab.drill;

import dev.azurepatroni.lab.Lab;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stack that a lab boots: where its clients connect. */
final class DrilledStack {
  private final DeployedCluster deployment;

  /**
   * The one stack that is deployed there.
   *
   * @throws IOException if none is, or several are
   */
  DrilledStack(Lab lab) throws IOException {
    this.deployment = Outputs.read(state(lab));
  }

  DeployedCluster deployment() {
    return deployment;
  }

  private static Path state(Lab lab) throws IOException {
    // Refuses by itself where nothing was deployed, and says what to do.
    lab.inventory();
    try (var files = Files.newDirectoryStream(lab.folder().emulator(), "terraform.*.tfstate")) {
      List<Path> states = new ArrayList<>();
      files.forEach(states::add);
      if (states.size() == 1) {
        return states.get(0);
      }
      throw new IOException(
          "there are %d states in %s, and a drill needs one deployed stack"
              .formatted(states.size(), lab.folder().emulator()));
    }
  }
}
