package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A walk over the blobs of a container in the order of their names. */
final class BlobWalk {
  private static final String SLASH = "/";

  private final String prefix;
  private final String start;
  private final boolean flat;
  private final Visitor visitor;

  /** What meets blobs. Both return whether the walk goes on. */
  interface Visitor {
    /** Whether a blob's folder holds something to show. */
    boolean shows(Path folder) throws IOException;

    boolean blob(String name, Path folder) throws IOException;

    /** Stands for all blobs whose names begin so. */
    boolean prefix(String name);
  }

  /**
   * A walk.
   *
   * @param prefix begins the names that count
   * @param start the first name that counts
   * @param flat whether a slash after the prefix is a character as others
   */
  BlobWalk(String prefix, String start, boolean flat, Visitor visitor) {
    this.prefix = prefix;
    this.start = start;
    this.flat = flat;
    this.visitor = visitor;
  }

  /** A blob; or, with a slash at the end of its name, the path to what lies below. */
  private record Entry(String name, Path folder, boolean isPath) {}

  /** Walks; returns whether it came to the end. */
  boolean over(Path container) throws IOException {
    return over(container, "");
  }

  private boolean over(Path folder, String base) throws IOException {
    for (Entry entry : entries(folder, base)) {
      boolean goesOn = entry.isPath() ? path(entry) : blob(entry);
      if (!goesOn) {
        return false;
      }
    }
    return true;
  }

  private boolean blob(Entry entry) throws IOException {
    boolean counts = entry.name().startsWith(prefix) && entry.name().compareTo(start) >= 0;
    return !counts || !visitor.shows(entry.folder()) || visitor.blob(entry.name(), entry.folder());
  }

  private boolean path(Entry entry) throws IOException {
    boolean ended = entry.name().length() > prefix.length() && !flat;
    boolean before = entry.name().compareTo(start) < 0;
    if (before && (ended || !start.startsWith(entry.name()))) {
      return true;
    }
    if (!ended) {
      return over(entry.folder(), entry.name());
    }
    return !any(entry.folder()) || visitor.prefix(entry.name());
  }

  private boolean any(Path folder) throws IOException {
    for (Path child : folders(folder)) {
      if (visitor.shows(child) || any(child)) {
        return true;
      }
    }
    return false;
  }

  private List<Entry> entries(Path folder, String base) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path child : folders(folder)) {
      String name = base + BlobNames.part(child);
      if (name.startsWith(prefix) || prefix.startsWith(name + SLASH)) {
        entries.add(new Entry(name, child, false));
        entries.add(new Entry(name + SLASH, child, true));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  private static List<Path> folders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder, file -> !file.getFileName().toString().startsWith(BlobVersion.OWN))) {
      found.forEach(folders::add);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return folders;
  }
}
