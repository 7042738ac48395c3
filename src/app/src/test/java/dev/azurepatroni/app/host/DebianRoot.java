package dev.azurepatroni.app.host;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The Debian 13 that {@code bin/debian-root} makes, once for all tests. */
final class DebianRoot {
  private static final DebianRoot MADE = make();

  private final Optional<Path> path;
  private final String missing;

  private DebianRoot(Optional<Path> path, String missing) {
    this.path = path;
    this.missing = missing;
  }

  /** Where it is; without it the test is skipped, in CI it fails, and says what is missing. */
  static Path path() {
    if (MADE.path.isEmpty() && System.getenv("CI") != null) {
      fail(MADE.missing);
    }
    return MADE.path.orElseGet(() -> abort(MADE.missing));
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
