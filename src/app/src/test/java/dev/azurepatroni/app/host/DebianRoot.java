package dev.azurepatroni.app.host;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Debian 13 that {@code bin/debian-root} makes, once for all tests. */
final class DebianRoot {
  private static final DebianRoot MADE = make();

  private final Optional<Path> path;
  private final String missing;

  private DebianRoot(Optional<Path> path, String missing) {
    this.path = path;
    this.missing = missing;
  }

  /** Skips a test without it, and says what is missing; in CI the test fails. */
  static final class Needed implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return MADE.path.isEmpty() && System.getenv("CI") == null
          ? disabled(MADE.missing)
          : enabled("it is there, or has to be");
    }
  }

  /** Where it is. */
  static Path path() {
    return MADE.path.orElseThrow(() -> new AssertionError(MADE.missing));
  }

  private static DebianRoot make() {
    try {
      Path messages = Files.createTempFile("debian-root", ".log");
      Process process =
          new ProcessBuilder("../../bin/debian-root").redirectError(messages.toFile()).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean made = process.waitFor() == 0;
      String said = Files.readString(messages).strip();
      Files.delete(messages);
      if (made) {
        return new DebianRoot(Optional.of(Path.of(printed.strip())), "");
      }
      System.err.println(said);
      return new DebianRoot(Optional.empty(), said.substring(said.lastIndexOf('\n') + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
