package dev.azurepatroni.lab.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * A host's system disk: what the host wrote, over the image it came from. A machine that was
 * replaced gets a new one.
 */
final class SystemDisk {
  private static final String IMAGE = "image";
  private static final String SEED = "var/lib/cloud/seed/nocloud";
  private static final String SETTINGS = "etc/cloud/cloud.cfg.d/91-platform.cfg";

  private final Path folder;
  private final ObjectMapper json = new ObjectMapper();

  SystemDisk(Path folder) {
    this.folder = folder;
  }

  /** Where the image's and the host's own files come together. */
  Path folder() {
    return folder;
  }

  /** Whether it is this machine's, and not that of an earlier one of the same name. */
  boolean isOf(Host host) throws IOException {
    return Files.exists(generation()) && Files.readString(generation()).equals(host.generation());
  }

  private Path generation() {
    return folder.resolve("generation");
  }

  /** How many restarts by applies the machine had been asked for when it was last switched on. */
  int restarts() throws IOException {
    return Files.exists(restartsFile()) ? Integer.parseInt(Files.readString(restartsFile())) : 0;
  }

  /** Remembers them. */
  void restarted(Host host) throws IOException {
    Files.writeString(restartsFile(), String.valueOf(host.restarts()));
  }

  private Path restartsFile() {
    return folder.resolve("restarts");
  }

  /**
   * The image it was made from, which it needs as long as it lives.
   *
   * @throws IOException if that image is gone
   */
  Path image() throws IOException {
    Path image = Path.of(Files.readString(folder.resolve(IMAGE)));
    if (!Files.isDirectory(image)) {
      throw new IOException(
          "the image of %s is gone (%s): bin/lab down --disks, then up, or replace the VM"
              .formatted(folder.getFileName(), image));
    }
    return image;
  }

  /**
   * Makes it over an image, with what Azure hands to a machine at its creation; an older machine's
   * is thrown away.
   */
  void make(Host host, Path image) throws IOException {
    if (isOf(host)) {
      return;
    }
    delete();
    Path upper = folder.resolve("upper");
    Path seed = Files.createDirectories(upper.resolve(SEED));
    Files.createDirectories(folder.resolve("work"));
    Files.createDirectories(folder.resolve("root"));
    secret(seed.resolve("user-data"), Base64.getDecoder().decode(host.customData()));
    secret(seed.resolve("meta-data"), json.writeValueAsBytes(metadata(host)));
    secret(seed.resolve("vendor-data"), new byte[0]);
    Path settings = upper.resolve(SETTINGS);
    Files.createDirectories(settings.getParent());
    Files.writeString(
        settings,
        "# The administrator that Azure makes.\n" + json.writeValueAsString(user(host)) + "\n");
    Files.writeString(folder.resolve(IMAGE), image.toString());
    Files.writeString(generation(), host.generation());
  }

  private ObjectNode metadata(Host host) {
    ObjectNode metadata =
        json.createObjectNode()
            .put("instance-id", host.generation())
            .put("local-hostname", host.name());
    host.keys().forEach(metadata.putArray("public-keys")::add);
    return metadata;
  }

  private ObjectNode user(Host host) {
    ObjectNode settings = json.createObjectNode();
    ObjectNode user = settings.putObject("system_info").putObject("default_user");
    user.put("name", host.user()).put("lock_passwd", true).put("shell", "/bin/bash");
    user.putArray("sudo").add("ALL=(ALL) NOPASSWD:ALL");
    return settings;
  }

  private static void secret(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  void delete() throws IOException {
    if (Files.exists(folder)) {
      Shell.run("rm", "--recursive", "--force", "--one-file-system", folder.toString());
    }
  }
}
