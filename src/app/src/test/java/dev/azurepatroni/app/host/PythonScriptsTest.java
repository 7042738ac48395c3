package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tests of {@code src/test/python}, run by the hosts' own Python beside the scripts. */
@ExtendWith(DebianRoot.Needed.class)
class PythonScriptsTest {
  private static final Path TESTS = Path.of("src/test/python");

  @TempDir private Path folder;

  @Test
  void theScriptsPassTheirOwnTests() throws IOException, InterruptedException {
    RenderedHost host = first("database");
    List<RenderedHost.Content> files = new ArrayList<>(host.files());
    // One host with the files of all roles.
    first("pooler").files().stream()
        .filter(file -> files.stream().noneMatch(own -> own.path().equals(file.path())))
        .forEach(files::add);
    try (Stream<Path> tests = Files.list(TESTS)) {
      for (Path test : tests.toList()) {
        files.add(
            new RenderedHost.Content(
                "/tests/" + test.getFileName(), "0644", Files.readString(test)));
      }
    }

    Path left =
        new Sandbox(folder).host(host.name(), files).run("python.sh", Duration.ofMinutes(1));

    assertThat(left.resolve("printed")).content().contains("OK").doesNotContain("Ran 0 tests");
  }

  private static RenderedHost first(String role) {
    return RenderedHost.ofStack("prod").stream()
        .filter(each -> each.is(role))
        .findFirst()
        .orElseThrow();
  }
}
