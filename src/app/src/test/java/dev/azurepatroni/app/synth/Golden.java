package dev.azurepatroni.app.synth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Committed files that say what is synthesised. {@code mvn test -Dgolden.update=true} writes them
 * again; the diff of the commit then shows what a change does to every stack.
 */
public final class Golden {
  static final Path FOLDER = Path.of("src/test/resources/golden");

  /** Whether they are to be written. */
  public static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private static final Path ACTUAL = Path.of("target/golden");

  private Golden() {}

  /** The committed file, which was just rewritten where that was asked for. */
  static Path expected(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (UPDATE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    return file;
  }

  /** What was synthesised, as a file that can be compared by any tool. */
  static Path actual(String name, String actual) throws IOException {
    Files.createDirectories(ACTUAL);
    return Files.writeString(ACTUAL.resolve(name), actual);
  }
}
