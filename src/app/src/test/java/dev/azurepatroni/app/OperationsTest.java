package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The operators' programs of {@code src/operations}: their tests, which are Python as they are. */
class OperationsTest {
  @Test
  void theirTestsPass() throws Exception {
    ProcessBuilder python =
        new ProcessBuilder("python3", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
            .directory(Path.of("../operations").toFile())
            .redirectErrorStream(true);
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process tests = python.start();
    String printed = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor(5, TimeUnit.MINUTES)).as(printed).isTrue();
    assertThat(printed).endsWith("\nOK\n").containsPattern("Ran [6-9]\\d tests");
  }
}
