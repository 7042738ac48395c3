package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.refusal.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExactTextsTest {
  @TempDir private Path stacks;

  @Test
  void tagsAndParametersKeepTheTextThatWasWritten() throws IOException {
    StackConfig config =
        read(
            """
            tags: { costCentre: 0123, version: 1.10, day: 2026-01-02, live: true, size: 1e3 }
            postgresql: { parameters: { random_page_cost: 1.10, jit: off } }
            """);

    assertThat(config.cluster().tags())
        .containsEntry("costCentre", "0123")
        .containsEntry("version", "1.10")
        .containsEntry("day", "2026-01-02")
        .containsEntry("live", "true")
        .containsEntry("size", "1e3");
    assertThat(config.cluster().postgresql().parameters())
        .containsEntry("random_page_cost", "1.10")
        .containsEntry("jit", "off");
  }

  @Test
  void onIsAWordOfTheSynchronousModeAndNoTruthValue() throws IOException {
    assertThat(read("patroni: { synchronousMode: on }\n").cluster().patroni().synchronousMode())
        .hasToString("ON");
  }

  private StackConfig read(String settings) throws IOException {
    Files.writeString(stacks.resolve("prod.yaml"), StackFiles.MINIMAL + settings);
    StackFolder read = StackFolder.read(stacks);
    assertThat(read.problems()).isEmpty();
    return read.stacks().get(0).config();
  }
}
