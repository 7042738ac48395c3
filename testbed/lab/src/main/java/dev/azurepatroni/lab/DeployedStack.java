package dev.azurepatroni.lab;

import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack that a lab boots.
 *
 * @param name its name
 * @param state its Terraform state
 */
public record DeployedStack(String name, Path state) {
  private static final String BEFORE = "terraform.";
  private static final String AFTER = ".tfstate";

  /**
   * The one stack that is deployed there.
   *
   * @throws IOException if no stack is deployed, or several
   */
  public static DeployedStack of(Lab lab) throws IOException {
    // Refuses by itself where nothing was deployed, with what to do.
    lab.inventory();
    List<Path> states = new ArrayList<>();
    try (var files = Files.newDirectoryStream(lab.folder().emulator(), BEFORE + "*" + AFTER)) {
      files.forEach(states::add);
    }
    if (states.size() != 1) {
      throw new IOException(
          "%s has %d Terraform states; it must have 1: deploy each stack to a folder of its own"
              .formatted(lab.folder().emulator(), states.size()));
    }
    Path state = states.get(0);
    String file = state.getFileName().toString();
    return new DeployedStack(
        file.substring(BEFORE.length(), file.length() - AFTER.length()), state);
  }

  /**
   * Its cluster.
   *
   * @throws IOException if the state has no cluster's outputs
   */
  public DeployedCluster cluster() throws IOException {
    return Outputs.read(state);
  }
}
