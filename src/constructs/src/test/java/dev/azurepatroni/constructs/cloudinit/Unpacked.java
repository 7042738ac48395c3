package dev.azurepatroni.constructs.cloudinit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** User-data with the files of the VM's archive in clear text, as the host has them. */
public final class Unpacked {
  private static final String EXPECTED = "- path: " + FileArchive.EXPECTED + "\n";
  private static final String REST = "- path: " + FileArchive.REST + "\n";
  private static final String CONTENT = "  content: ";

  private Unpacked() {}

  /**
   * The document with each file of the archive as an entry of its own.
   *
   * @param userData the VM's, in base64; empty for none
   */
  public static String text(String sent, String userData) {
    int start = sent.indexOf(EXPECTED);
    if (start < 0 && userData.isEmpty()) {
      return sent;
    }
    byte[] archive = archive(sent, userData);
    if (start < 0 || !sent.substring(start).contains(sha256(archive))) {
      throw new AssertionError("the custom data does not name the archive");
    }
    String files = new CloudConfig().files("files", files(archive)).toString();
    return sent.substring(0, start) + files.substring(files.indexOf("- path: "));
  }

  private static byte[] archive(String sent, String userData) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.writeBytes(Base64.getDecoder().decode(userData));
    int rest = sent.indexOf(REST);
    if (rest >= 0) {
      String base64 = sent.substring(sent.indexOf(CONTENT, rest) + CONTENT.length());
      archive.writeBytes(Base64.getDecoder().decode(base64));
    }
    return archive.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
