package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.platform.web.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Bodies of requests as files of a folder of their own, until they are complete. */
final class BlobUploads {
  private final Path folder;

  private BlobUploads(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder; what an earlier process did not complete is deleted. */
  static BlobUploads open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var unfinished = Files.newDirectoryStream(folder)) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
    return new BlobUploads(folder);
  }

  /**
   * A body.
   *
   * @param file holds it, until it is moved to its place
   * @param md5 in hexadecimal; empty for a file that is still written
   */
  record Upload(Path file, String md5) {
    /** Deletes what was not moved. */
    void discard() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  Upload empty() throws IOException {
    return new Upload(Files.createTempFile(folder, "", ""), "");
  }

  /** Receives the body of a request and compares it with its headers. */
  Upload receive(Request request) throws IOException, BlobRefusedException {
    Optional<String> length = request.header("Content-Length");
    if (length.isEmpty()) {
      throw new BlobRefusedException(BlobError.NO_LENGTH);
    }
    Upload begun = empty();
    boolean complete = false;
    try {
      MessageDigest digest = md5();
      long received = copy(request.body(), begun.file(), digest);
      if (received != Long.parseLong(length.get())) {
        throw new IOException("the client ended in the middle of a body");
      }
      Upload upload = new Upload(begun.file(), HexFormat.of().formatHex(digest.digest()));
      String expected = request.header("Content-MD5").orElse("");
      if (!expected.isEmpty() && !expected.equals(BlobListing.base64(upload.md5()))) {
        throw new BlobRefusedException(BlobError.BAD_MD5);
      }
      complete = true;
      return upload;
    } finally {
      if (!complete) {
        begun.discard();
      }
    }
  }

  private static long copy(InputStream body, Path file, MessageDigest digest) throws IOException {
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      return body.transferTo(out);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
