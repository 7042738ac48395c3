package dev.azurepatroni.lab;

import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Terraform state of the stack that a lab boots. */
public final class DeployedStack {
  private DeployedStack() {}

  /**
   * The cluster of the one stack that is deployed there.
   *
   * @throws IOException if no stack is deployed, or several, or it has no cluster's outputs
   */
  public static DeployedCluster cluster(Lab lab) throws IOException {
    // Refuses by itself where nothing was deployed, with what to do.
    lab.inventory();
    List<Path> states = new ArrayList<>();
    try (var files = Files.newDirectoryStream(lab.folder().emulator(), "terraform.*.tfstate")) {
      files.forEach(states::add);
    }
    if (states.size() != 1) {
      throw new IOException(
          "%s has %d Terraform states; it must have 1: deploy each stack to a folder of its own"
              .formatted(lab.folder().emulator(), states.size()));
    }
    return Outputs.read(states.get(0));
  }
}
