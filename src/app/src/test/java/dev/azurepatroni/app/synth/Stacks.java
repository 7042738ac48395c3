package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.StackFolder;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** The committed stack files, synthesised once for all tests. */
public final class Stacks {
  static final Path FOLDER = Path.of("../../stacks");

  private static final Map<String, Synth> ALL = synthesise();

  private Stacks() {}

  static Map<String, Synth> all() {
    return ALL;
  }

  /** One of them, by its name. */
  public static Synth named(String name) {
    return ALL.get(name);
  }

  private static Map<String, Synth> synthesise() {
    try {
      StackFolder folder = StackFolder.read(FOLDER);
      assertThat(folder.problems()).isEmpty();
      return Synth.app(folder::addTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
