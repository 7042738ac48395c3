package dev.azurepatroni.lab.shell;

import java.io.IOException;
import java.util.List;

/** A program ended with another status than 0. */
public final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The command, and what it said on standard error. */
  public CommandFailedException(List<String> command, int status, String said) {
    super(
        "%s: exit status %d%s"
            .formatted(String.join(" ", command), status, said.isBlank() ? "" : ": " + said));
  }
}
