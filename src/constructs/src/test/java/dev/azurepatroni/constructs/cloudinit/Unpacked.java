package dev.azurepatroni.constructs.cloudinit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** User-data with the files of its archive in clear text, as the host has them. */
public final class Unpacked {
  private static final String ARCHIVE = "- path: " + FileArchive.PATH + "\n";
  private static final String CONTENT = "  content: ";

  private Unpacked() {}

  /** The document with each file of the archive, if there is one, as an entry of its own. */
  public static String text(String sent) {
    int start = sent.indexOf(ARCHIVE);
    if (start < 0) {
      return sent;
    }
    String entry = sent.substring(start);
    String base64 = entry.substring(entry.indexOf(CONTENT) + CONTENT.length());
    String files =
        new CloudConfig().files("files", files(Base64.getDecoder().decode(base64))).toString();
    return sent.substring(0, start) + files.substring(files.indexOf("- path: "));
  }

  /** The files of an archive. */
  static List<HostFile> files(byte[] archive) {
    List<HostFile> files = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BZip2CompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.add(
            new HostFile(
                "/" + entry.getName(),
                entry.getUserName() + ":" + entry.getGroupName(),
                "%04o".formatted(entry.getMode()),
                new String(tar.readAllBytes(), UTF_8),
                true));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
