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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Terraform deployed as it is now: the stand-in's folder is read again once a file in it was
 * moved into place, changed or removed. Asking costs a look at each file's attributes, not at what
 * is in it. Safe for use by threads.
 */
public final class LiveInventory {
  /** An apply moves a few files a second: it cannot be in the way this often. */
  private static final int ATTEMPTS = 100;

  private final Path folder;
  private Map<Path, Mark> marks;
  private Inventory inventory;

  /** What changes with every file that is moved to a place. */
  private record Mark(Optional<Object> key, FileTime modified, long size) {}

  private record Reading(Map<Path, Mark> marks, Inventory inventory) {}

  private LiveInventory(Path folder, Reading first) {
    this.folder = folder;
    this.marks = first.marks();
    this.inventory = first.inventory();
  }

  /**
   * Reads the folder for the first time.
   *
   * @throws IOException if it is not there or a file in it is not one of the stand-in's
   */
  public static LiveInventory open(Path folder) throws IOException {
    return new LiveInventory(folder, read(folder, Map.of(), new Inventory(List.of())));
  }

  /**
   * What is deployed now.
   *
   * @throws UncheckedIOException if the folder is gone or a file in it is not one of the stand-in's
   */
  public synchronized Inventory current() {
    try {
      Reading reading = read(folder, marks, inventory);
      marks = reading.marks();
      inventory = reading.inventory();
      return inventory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reading read(Path folder, Map<Path, Mark> known, Inventory inventory)
      throws IOException {
    IOException last = new NoSuchFileException(folder.toString());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        // Looked at before it is read: what changes meanwhile is then found at the next look.
        Map<Path, Mark> seen = look(folder);
        return seen.equals(known)
            ? new Reading(known, inventory)
            : new Reading(seen, Inventory.read(folder));
      } catch (NoSuchFileException | NotDirectoryException vanished) {
        last = vanished;
        if (!Files.isDirectory(folder)) {
          break;
        }
      }
    }
    throw last;
  }

  private static Map<Path, Mark> look(Path folder) throws IOException {
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
    return new Mark(Optional.ofNullable(found.fileKey()), found.lastModifiedTime(), found.size());
  }
}
