package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.GoldenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  private static final Path DOCUMENTS = Path.of("../../docs/topology");

  @TempDir private Path output;

  @Test
  void theDocumentsShowWhatASynthesisDraws() throws IOException {
    StackFolder stacks = StackFolder.read(Path.of("../../stacks"));
    assertThat(stacks.problems()).isEmpty();
    List<LoadedStack> pictured =
        stacks.stacks().stream().filter(stack -> !stack.name().equals("lab")).toList();
    Map<String, String> drawn = new TreeMap<>();
    for (LoadedStack stack : pictured) {
      Files.createDirectories(output.resolve("stacks").resolve(stack.name()));
    }

    Pictures.write(output, pictured);

    for (LoadedStack stack : pictured) {
      for (String kind : List.of("svg", "mermaid")) {
        drawn.put(
            stack.name() + "." + kind,
            Files.readString(
                output.resolve("stacks").resolve(stack.name()).resolve("topology." + kind)));
      }
    }
    assertThat(new GoldenFolder(DOCUMENTS).differences(drawn))
        .as("stale pictures in docs/topology; -Dgolden.update=true draws them anew")
        .isEmpty();
  }
}
