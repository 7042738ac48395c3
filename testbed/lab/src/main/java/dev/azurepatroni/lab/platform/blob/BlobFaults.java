package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The fault of a lab's blob service, in two files: one says what is wanted, the other what the
 * service does. Programs that inject faults write the first one, the service the second one.
 */
public final class BlobFaults {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 20;

  private final Path wanted;
  private final Path active;

  /** The fault of the service that keeps its blobs in a folder. */
  public BlobFaults(Path folder) {
    this.wanted = folder.resolve("fault");
    this.active = folder.resolve("fault.active");
  }

  /**
   * Injects a fault in place of another one, and waits up to 10 s until the service has it.
   *
   * @throws IOException if the service does not follow
   */
  public void inject(BlobFault fault) throws IOException {
    write(wanted, fault);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!active().equals(fault)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the blob service did not follow in %d s: it should have '%s' and has '%s'"
                .formatted(TIMEOUT.toSeconds(), fault, active()));
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Ends the fault. */
  public void heal() throws IOException {
    inject(BlobFault.NONE);
  }

  /** What the service does. */
  public BlobFault active() throws IOException {
    return read(active);
  }

  /** Deletes both files of a service that does not run. */
  public void forget() throws IOException {
    Files.deleteIfExists(wanted);
    Files.deleteIfExists(active);
  }

  BlobFault wanted() throws IOException {
    return read(wanted);
  }

  void follows(BlobFault fault) throws IOException {
    write(active, fault);
  }

  private static BlobFault read(Path file) throws IOException {
    try {
      return BlobFault.parse(Files.readString(file));
    } catch (NoSuchFileException none) {
      return BlobFault.NONE;
    }
  }

  private static void write(Path file, BlobFault fault) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(unfinished, fault + "\n");
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
