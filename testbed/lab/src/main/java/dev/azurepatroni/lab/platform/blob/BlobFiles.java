package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A container's blobs as files. A blob is a folder with a file for each version; the last one
 * counts. A file is complete when it gets its name, so that a process that is killed leaves the
 * version before.
 */
final class BlobFiles {
  private static final String BLOCK = BlobVersion.OWN + "block" + BlobVersion.OWN;

  /** One process writes; two requests for one blob wait for each other. */
  private static final Object[] LOCKS = new Object[64];

  static {
    for (int i = 0; i < LOCKS.length; i++) {
      LOCKS[i] = new Object();
    }
  }

  private final Path root;
  private final boolean keepsOld;
  private final Clock clock;

  /**
   * The blobs of a container.
   *
   * @param keepsOld whether what was overwritten or deleted stays
   */
  BlobFiles(Path root, boolean keepsOld, Clock clock) {
    this.root = root;
    this.keepsOld = keepsOld;
    this.clock = clock;
  }

  Path root() {
    return root;
  }

  /** The blob as it is now, if it exists. */
  Optional<BlobVersion> current(String name) throws IOException, BlobRefusedException {
    return last(BlobNames.folder(root, name)).filter(version -> !version.deleted());
  }

  /** One of its versions, the last one among them. */
  Optional<BlobVersion> version(String name, String id) throws IOException, BlobRefusedException {
    return versions(BlobNames.folder(root, name)).stream()
        .filter(version -> !version.deleted() && version.id().equals(id))
        .findFirst();
  }

  /** What a blob's folder holds, deletions included, the oldest first. */
  static List<BlobVersion> versions(Path folder) throws IOException {
    List<BlobVersion> versions = new ArrayList<>();
    for (Path file : own(folder)) {
      BlobVersion.of(file).ifPresent(versions::add);
    }
    versions.sort(Comparator.comparing(BlobVersion::time));
    return versions;
  }

  static Optional<BlobVersion> last(Path folder) throws IOException {
    List<BlobVersion> versions = versions(folder);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  private static List<Path> own(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, BlobVersion.OWN + "*")) {
      found.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return files;
  }

  /** Makes an uploaded file the blob's content. */
  BlobVersion put(String name, Path upload, String md5) throws IOException, BlobRefusedException {
    Path folder = Files.createDirectories(BlobNames.folder(root, name));
    synchronized (lock(folder)) {
      removeBlocks(folder);
      return write(folder, upload, md5);
    }
  }

  private BlobVersion write(Path folder, Path upload, String md5) throws IOException {
    List<BlobVersion> before = versions(folder);
    Optional<BlobVersion> last = before.stream().reduce((first, second) -> second);
    Path file = folder.resolve(BlobVersion.written(BlobVersion.next(clock.instant(), last), md5));
    Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
    removeOld(before);
    return BlobVersion.of(file).orElseThrow();
  }

  /** Deletes the blob. Returns whether it was there. */
  boolean delete(String name) throws IOException, BlobRefusedException {
    Path folder = BlobNames.folder(root, name);
    synchronized (lock(folder)) {
      List<BlobVersion> before = versions(folder);
      if (before.isEmpty() || before.get(before.size() - 1).deleted()) {
        return false;
      }
      Optional<BlobVersion> last = Optional.of(before.get(before.size() - 1));
      if (keepsOld) {
        Files.createFile(
            folder.resolve(BlobVersion.deletion(BlobVersion.next(clock.instant(), last))));
      }
      removeOld(before);
      return true;
    }
  }

  private void removeOld(List<BlobVersion> versions) throws IOException {
    if (!keepsOld) {
      for (BlobVersion version : versions) {
        Files.deleteIfExists(version.file());
      }
    }
  }

  /** Keeps a block until a list of blocks names it. */
  void stage(String name, String block, Path upload) throws IOException, BlobRefusedException {
    Path folder = Files.createDirectories(BlobNames.folder(root, name));
    synchronized (lock(folder)) {
      Files.move(
          upload, folder.resolve(BLOCK + BlobNames.escape(block)), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Makes blocks the blob's content, in this order, and forgets all others.
   *
   * @param upload an empty file
   */
  BlobVersion commit(String name, List<String> blocks, Path upload)
      throws IOException, BlobRefusedException {
    Path folder = Files.createDirectories(BlobNames.folder(root, name));
    synchronized (lock(folder)) {
      try (OutputStream content = Files.newOutputStream(upload)) {
        for (String block : blocks) {
          Files.copy(folder.resolve(BLOCK + BlobNames.escape(block)), content);
        }
      } catch (NoSuchFileException none) {
        throw new BlobRefusedException(BlobError.BAD_BLOCK_LIST);
      }
      BlobVersion version = write(folder, upload, "");
      removeBlocks(folder);
      return version;
    }
  }

  private static void removeBlocks(Path folder) throws IOException {
    for (Path file : own(folder)) {
      if (file.getFileName().toString().startsWith(BLOCK)) {
        Files.delete(file);
      }
    }
  }

  private static Object lock(Path folder) {
    return LOCKS[Math.floorMod(folder.hashCode(), LOCKS.length)];
  }
}
