package dev.azurepatroni.lab;

import dev.azurepatroni.lab.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is made once and kept.
 *
 * @param image the root of every host
 * @param mirror the packages that hosts install
 */
public record Artifacts(Path image, Path mirror) {

  /** Makes what is not there yet; says on standard error what it does. */
  public static Artifacts make(Programs programs) throws IOException {
    Path cache = Files.createDirectories(LabFolder.cache());
    Process process =
        new ProcessBuilder(
                programs.imageMaker().toString(),
                cache.toString(),
                programs.postgres().toString(),
                Platform.authority(platform()).certificateFile().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> paths;
    try {
      paths =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      if (process.waitFor() != 0 || paths.size() != 2) {
        throw new IOException("the hosts' image was not made; the reason is printed above");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new Artifacts(Path.of(paths.get(0)), Path.of(paths.get(1)));
  }

  /** Where the services that stand for Azure's keep what hosts trust them by. */
  static Path platform() {
    return LabFolder.cache().resolve("platform");
  }
}
