package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.GoldenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiagramsTest {
  private static final Path DOCUMENTS = Path.of("../../docs/topology");

  @Test
  void theDocumentsShowWhatASynthesisDraws() throws IOException {
    StackFolder stacks = StackFolder.read(Path.of("../../stacks"));
    assertThat(stacks.problems()).isEmpty();
    List<LoadedStack> stacksInDocuments =
        stacks.stacks().stream().filter(stack -> !stack.name().startsWith("lab")).toList();
    Map<String, String> drawn = new TreeMap<>();
    Diagrams.of(stacksInDocuments)
        .files()
        .forEach(
            (file, diagram) ->
                drawn.put(
                    file.toString().replace("stacks/", "").replace("/topology", ""), diagram));

    assertThat(new GoldenFolder(DOCUMENTS).differences(drawn))
        .as("stale diagrams in docs/topology; -Dgolden.update=true draws them again")
        .isEmpty();
  }
}
