package dev.azurepatroni.lab.platform.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/**
 * A file that is made once and then kept, completely or not at all, by the first process that needs
 * it.
 */
public final class KeptFile {
  /** Permissions of a file with a secret. */
  public static final String OWNER_ONLY = "rw-------";

  static final String EVERYBODY_READS = "rw-r--r--";

  private KeptFile() {}

  /** What the file holds; made with these permissions if it is not there. */
  public static byte[] readOrMake(Path file, String permissions, Supplier<byte[]> content)
      throws IOException {
    if (!Files.exists(file)) {
      make(file.toAbsolutePath(), permissions, content.get());
    }
    return Files.readAllBytes(file);
  }

  private static void make(Path file, String permissions, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), ".new-", "");
    try {
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(permissions));
      // A link, unlike a move, leaves the file of a faster process.
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException made) {
      // Theirs is read.
    } finally {
      Files.delete(unfinished);
    }
  }
}
