package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code bin/preflight}: its tests, which are Python as it is itself. */
class PreflightTest {
  @Test
  void itsTestsPass() throws Exception {
    ProcessBuilder python =
        new ProcessBuilder("python3", "src/test/preflight/test_preflight.py")
            .redirectErrorStream(true);
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process tests = python.start();
    String printed = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor(5, TimeUnit.MINUTES)).as(printed).isTrue();
    assertThat(printed).endsWith("\nOK\n").containsPattern("Ran [3-9]\\d tests");
  }
}
