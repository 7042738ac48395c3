package dev.azurepatroni.lab.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Terraform deployed as it is now: the emulator's folder is read again once a file in it was
 * moved into place or removed. A query reads the times of its folders; at each file's attributes
 * only for a while after a change. A file that is changed where it lies is seen with the next move.
 * Safe for use by threads.
 */
public final class LiveInventory {
  /** An apply moves a few files a second: it cannot be in the way this often. */
  private static final int ATTEMPTS = 100;

  /** Two changes within a tick of the file system's clock leave a folder the same time. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Path folder;
  private Reading last;

  /** What changes with every file that is moved to a place. */
  private record Mark(String key, FileTime modified, long size) {}

  /** When each folder changed, and whether a later change cannot have the same time. */
  private record Times(Map<Path, FileTime> changed, boolean settled) {}

  private record Reading(Times times, Map<Path, Mark> marks, Inventory inventory) {}

  private LiveInventory(Path folder, Reading first) {
    this.folder = folder;
    this.last = first;
  }

  /**
   * Reads the folder for the first time.
   *
   * @throws IOException if it is not there or a file in it is not one of the emulator's
   */
  public static LiveInventory open(Path folder) throws IOException {
    Reading nothing = new Reading(new Times(Map.of(), false), Map.of(), new Inventory(List.of()));
    return new LiveInventory(folder, read(folder, nothing));
  }

  /**
   * What is deployed now.
   *
   * @throws UncheckedIOException if the folder is gone or a file in it is not one of the emulator's
   */
  public synchronized Inventory current() {
    try {
      if (!last.times().settled() || !unchanged(last.times())) {
        last = read(folder, last);
      }
      return last.inventory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean unchanged(Times times) throws IOException {
    for (Map.Entry<Path, FileTime> one : times.changed().entrySet()) {
      try {
        if (!Files.getLastModifiedTime(one.getKey()).equals(one.getValue())) {
          return false;
        }
      } catch (NoSuchFileException gone) {
        return false;
      }
    }
    return true;
  }

  private static Reading read(Path folder, Reading last) throws IOException {
    IOException vanished = new NoSuchFileException(folder.toString());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        // The times come first: a change while the folder is read is then found by the next query.
        Times times = times(folder);
        Map<Path, Mark> seen = marks(folder);
        boolean same = seen.equals(last.marks());
        return new Reading(times, seen, same ? last.inventory() : Inventory.read(folder));
      } catch (NoSuchFileException | NotDirectoryException e) {
        vanished = e;
        if (!Files.isDirectory(folder)) {
          break;
        }
      }
    }
    throw vanished;
  }

  private static Times times(Path folder) throws IOException {
    Instant settled = Instant.now().minus(TICK);
    Map<Path, FileTime> changed = new HashMap<>();
    changed.put(folder, Files.getLastModifiedTime(folder));
    try (DirectoryStream<Path> types = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path type : types) {
        changed.put(type, Files.getLastModifiedTime(type));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new Times(
        changed, changed.values().stream().allMatch(time -> time.toInstant().isBefore(settled)));
  }

  private static Map<Path, Mark> marks(Path folder) throws IOException {
    Map<Path, Mark> marks = new HashMap<>();
    try (DirectoryStream<Path> types = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path type : types) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(type, "*.json")) {
          for (Path file : files) {
            marks.put(file, mark(file));
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return marks;
  }

  private static Mark mark(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new Mark(String.valueOf(found.fileKey()), found.lastModifiedTime(), found.size());
  }
}
