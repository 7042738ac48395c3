package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostBundleTest {
  @TempDir private Path output;
  private LoadedStack prod;

  @BeforeEach
  void readProd() throws IOException {
    StackFolder stacks = StackFolder.read(Path.of("../../stacks"));
    assertThat(stacks.problems()).isEmpty();
    prod =
        stacks.stacks().stream()
            .filter(stack -> stack.name().equals("prod"))
            .findAny()
            .orElseThrow();
  }

  @Test
  void everyHostHasAFileThatIsItsUserDataToTheByte() throws IOException {
    HostBundle.write(output, List.of(prod));

    assertThat(prod.hosts().all())
        .hasSize(5)
        .allSatisfy(
            host ->
                assertThat(output.resolve("stacks/prod/hosts").resolve(host.host() + ".yaml"))
                    .hasContent(host.text()));
  }

  @Test
  void aHostThatTheStackNoLongerHasLosesItsFile() throws IOException {
    Path folder = Files.createDirectories(output.resolve("stacks/prod/hosts"));
    Files.writeString(folder.resolve("pgpatroni-3.yaml"), "#cloud-config\n");

    HostBundle.write(output, List.of(prod));

    assertThat(folder).isDirectoryContaining("glob:**/pgpatroni-1.yaml");
    assertThat(folder.resolve("pgpatroni-3.yaml")).doesNotExist();
  }
}
