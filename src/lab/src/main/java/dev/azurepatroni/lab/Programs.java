package dev.azurepatroni.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * The lab's own programs.
 *
 * @param home where its scripts are
 * @param libraries where its jar's libraries are
 * @param self the command that runs the lab's program itself
 */
public record Programs(Path home, Path libraries, List<String> self) {

  /** Keeps a copy. */
  public Programs {
    self = List.copyOf(self);
  }

  /** Boots a host. */
  public Path launcher() {
    return home.resolve("host/launch");
  }

  /** Makes the image of the hosts and the mirror of their packages. */
  public Path imageMaker() {
    return home.resolve("image/make");
  }
}
