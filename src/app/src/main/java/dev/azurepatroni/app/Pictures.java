package dev.azurepatroni.app;

import dev.azurepatroni.constructs.picture.TopologyPicture;
import dev.azurepatroni.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Each stack as a picture, beside its JSON: {@code topology.svg} and {@code topology.mermaid}. */
final class Pictures {
  private Pictures() {}

  /**
   * Draws every stack.
   *
   * @param output folder that was synthesised to
   * @param stacks sound ones
   * @throws IOException if a file cannot be written
   */
  static void write(Path output, List<LoadedStack> stacks) throws IOException {
    for (LoadedStack stack : stacks) {
      Path folder = output.resolve("stacks").resolve(stack.name());
      Optional<Topology> topology = stack.blueprint().topology();
      if (topology.isPresent()) {
        Files.writeString(
            folder.resolve("topology.svg"), TopologyPicture.svg(topology.orElseThrow()));
        Files.writeString(
            folder.resolve("topology.mermaid"), TopologyPicture.mermaid(topology.orElseThrow()));
      }
    }
  }
}
