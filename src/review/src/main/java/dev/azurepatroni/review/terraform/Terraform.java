package dev.azurepatroni.review.terraform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Terraform in a folder. */
final class Terraform {
  private final Path folder;

  Terraform(Path folder) {
    this.folder = folder;
  }

  /** What it printed; otherwise an {@link IOException} with what it complained of. */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    // Files, not pipes: two pipes would have to be read at once.
    Path printed = Files.createTempFile("terraform", ".out");
    Path complained = Files.createTempFile("terraform", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(printed.toFile())
              .redirectError(complained.toFile())
              .start();
      int status = process.waitFor();
      String out = Files.readString(printed, StandardCharsets.UTF_8);
      if (status != 0) {
        throw new IOException(
            "terraform %s failed:%n%s"
                .formatted(arguments[0], Files.readString(complained, StandardCharsets.UTF_8)));
      }
      return out;
    } finally {
      Files.delete(printed);
      Files.delete(complained);
    }
  }
}
