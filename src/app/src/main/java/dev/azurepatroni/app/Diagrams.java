package dev.azurepatroni.app;

import dev.azurepatroni.app.diagram.TopologyDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each stack as a diagram, next to its JSON: {@code topology.svg} and {@code topology.mermaid}.
 *
 * @param files their texts, by path within the output folder
 */
record Diagrams(Map<Path, String> files) {
  Diagrams {
    files = Map.copyOf(files);
  }

  /**
   * Draws every stack.
   *
   * @param stacks sound ones
   */
  static Diagrams of(List<LoadedStack> stacks) {
    Map<Path, String> files = new LinkedHashMap<>();
    for (LoadedStack stack : stacks) {
      Path folder = Path.of("stacks", stack.name());
      files.put(folder.resolve("topology.svg"), TopologyDiagram.svg(stack.plan()));
      files.put(folder.resolve("topology.mermaid"), TopologyDiagram.mermaid(stack.plan()));
    }
    return new Diagrams(files);
  }

  /**
   * Writes them.
   *
   * @param output folder that was synthesised to
   * @throws IOException if a file cannot be written
   */
  void write(Path output) throws IOException {
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Files.writeString(output.resolve(file.getKey()), file.getValue());
    }
  }
}
