package dev.azurepatroni.constructs.cloudinit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The archive with the files that are the same on every host of the same components: a tar file
 * compressed by bzip2, an eighth smaller than what gzip makes of them. {@link WriteFileArchives}
 * compresses it once, when the library is built. Its first bytes are the VM's user data, and the
 * rest is in its custom data; {@code cc_azure_patroni.py} unpacks it on the host.
 *
 * @param userData its first bytes, in base64
 * @param rest the others, in base64
 * @param sha256 of all its bytes, in hexadecimal digits
 */
record FileArchive(String userData, String rest, String sha256) {
  /** What is on a host until its archive is unpacked: the checksum. */
  static final String EXPECTED = "/var/lib/azure-patroni/files.sha256";

  /** Where cloud-init writes the rest. */
  static final String REST = "/var/lib/azure-patroni/files.rest";

  /**
   * At most so many bytes as user data: 57,600 characters in base64. Microsoft's limit is "64 KB";
   * it does not say whether of the characters or of the bytes.
   */
  static final int USER_DATA_BYTES = 43_200;

  private static final String FOLDER = "dev/azurepatroni/templates/archives/";
  private static final Map<String, FileArchive> READ = new ConcurrentHashMap<>();

  /**
   * The archive of a host.
   *
   * @param components what the host is made of
   */
  static FileArchive of(List<Component> components) {
    return READ.computeIfAbsent(resource(components), FileArchive::read);
  }

  /** Its path among the resources of the library. */
  static String resource(List<Component> components) {
    return FOLDER
        + components.stream().map(Component::folder).collect(Collectors.joining("-"))
        + ".tar.bz2";
  }

  private static String base64(byte[] bytes, int from, int to) {
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, to));
  }

  /** The file that names it: a host refuses the archive of another synthesis. */
  HostFile expected() {
    return new HostFile(EXPECTED, "root:root", "0600", sha256 + "\n", false);
  }

  private static FileArchive read(String resource) {
    try (InputStream file =
        Objects.requireNonNull(
            FileArchive.class.getResourceAsStream("/" + resource), "not built: " + resource)) {
      byte[] bytes = file.readAllBytes();
      int first = Math.min(bytes.length, USER_DATA_BYTES);
      return new FileArchive(
          base64(bytes, 0, first),
          base64(bytes, first, bytes.length),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
