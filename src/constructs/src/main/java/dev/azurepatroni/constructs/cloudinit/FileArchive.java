package dev.azurepatroni.constructs.cloudinit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The archive with the files that are the same on every host of the same components: a tar file
 * compressed by bzip2, an eighth smaller than what gzip makes of them. {@link WriteFileArchives}
 * compresses it once, when the library is built; {@code cc_azure_patroni.py} unpacks it on the
 * host.
 */
final class FileArchive {
  /** Where cloud-init writes it. */
  static final String PATH = "/var/lib/azure-patroni/files.tar.bz2";

  private static final String FOLDER = "dev/azurepatroni/templates/archives/";
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private FileArchive() {}

  /**
   * Its bytes in base64.
   *
   * @param components what the host is made of
   */
  static String of(List<Component> components) {
    return READ.computeIfAbsent(resource(components), FileArchive::read);
  }

  /** Its path among the resources of the library. */
  static String resource(List<Component> components) {
    return FOLDER
        + components.stream().map(Component::folder).collect(Collectors.joining("-"))
        + ".tar.bz2";
  }

  private static String read(String resource) {
    try (InputStream file =
        Objects.requireNonNull(
            FileArchive.class.getResourceAsStream("/" + resource), "not built: " + resource)) {
      return Base64.getEncoder().encodeToString(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
