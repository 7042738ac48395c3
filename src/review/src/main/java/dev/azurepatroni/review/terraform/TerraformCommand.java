package dev.azurepatroni.review.terraform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Terraform in a folder, each command with a time limit. */
final class TerraformCommand {
  // That of a plan over Azure (docs/explanation/waits.md); the emulator needs a minute.
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Path folder;

  TerraformCommand(Path folder) {
    this.folder = folder;
  }

  /**
   * {@return what it printed} Throws an {@link IOException} with its errors if it fails, or if it
   * has not ended in time.
   */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    // Two pipes would have to be read at the same time.
    Path printed = Files.createTempFile("terraform", ".out");
    Path errors = Files.createTempFile("terraform", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(printed.toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new IOException(
              "terraform %s has not ended within %d s, and was killed"
                  .formatted(arguments[0], LIMIT.toSeconds()));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      int status = process.exitValue();
      String out = Files.readString(printed, StandardCharsets.UTF_8);
      if (status != 0) {
        throw new IOException(
            "terraform %s failed:%n%s"
                .formatted(arguments[0], Files.readString(errors, StandardCharsets.UTF_8)));
      }
      return out;
    } finally {
      Files.delete(printed);
      Files.delete(errors);
    }
  }
}
