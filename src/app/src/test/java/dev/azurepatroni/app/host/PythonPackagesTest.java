package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of the Python packages, run by Debian 13's Python and tools. */
@ExtendWith(DebianRoot.Needed.class)
class PythonPackagesTest {
  private static final List<String> PACKAGES = List.of("hostagent", "operations");

  @TempDir private static Path folder;
  private static Path checked;

  @BeforeAll
  static void check() throws IOException, InterruptedException {
    List<RenderedHost.Content> files = new ArrayList<>();
    for (String name : PACKAGES) {
      add(files, Path.of("..", name), "/src/" + name);
    }
    add(files, Path.of("../../templates"), "/templates");
    checked = new Sandbox(folder).host("agent", files).run("packages.sh", Duration.ofMinutes(5));
  }

  private static void add(List<RenderedHost.Content> files, Path from, String to)
      throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path file : found.filter(PythonPackagesTest::isSource).toList()) {
        String path = to + "/" + from.relativize(file);
        files.add(new RenderedHost.Content(path, "0644", Files.readString(file)));
      }
    }
  }

  private static boolean isSource(Path file) {
    return Files.isRegularFile(file)
        && !file.toString().matches(".*(/__pycache__/|_cache/|/[.]coverage).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostagent-pytest",
        "hostagent-mypy",
        "hostagent-flake8",
        "operations-mypy",
        "operations-flake8"
      })
  void theCheckPasses(String check) throws IOException {
    String printed = Files.readString(checked.resolve(check));

    System.out.println(printed);
    assertThat(printed).endsWith("exit status 0\n").doesNotContain("no tests ran");
  }
}
