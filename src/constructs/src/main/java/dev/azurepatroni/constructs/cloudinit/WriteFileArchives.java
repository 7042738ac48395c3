package dev.azurepatroni.constructs.cloudinit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.azurepatroni.topology.host.HostRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Writes each {@link FileArchive}; the build runs it. At each synthesis bzip2 would take a third of
 * the whole time, and the library would depend on it.
 */
final class WriteFileArchives {
  private WriteFileArchives() {}

  /**
   * Writes them.
   *
   * @param arguments the folder of the library's classes
   */
  public static void main(String[] arguments) throws IOException {
    HostFiles files = new HostFiles();
    for (HostRole role : HostRole.values()) {
      for (boolean voter : new boolean[] {true, false}) {
        List<Component> components = Component.of(role, voter);
        Path file = Path.of(arguments[0], FileArchive.resource(components));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(files.archived(components)));
      }
    }
  }

  /** The same bytes at every build: no time, and owners by name. */
  static byte[] bytes(List<HostFile> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new BZip2CompressorOutputStream(bytes), UTF_8.name())) {
      for (HostFile file : files) {
        byte[] content = file.content().getBytes(UTF_8);
        tar.putArchiveEntry(entry(file, content.length));
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static TarArchiveEntry entry(HostFile file, int size) {
    String[] owner = file.owner().split(":", -1);
    TarArchiveEntry entry = new TarArchiveEntry(file.path().substring(1));
    entry.setUserName(owner[0]);
    entry.setGroupName(owner[1]);
    entry.setIds(0, 0);
    entry.setMode(Integer.parseInt(file.mode(), 8));
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    entry.setSize(size);
    return entry;
  }
}
