package dev.azurepatroni.lab.host;

import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Managed disks as sparse files in a folder, attached as loop devices. */
public final class DiskImages {
  private static final long GIB = 1L << 30;
  private static final String IMAGE = ".img";
  private static final String GENERATION = ".generation";

  private final Path folder;

  /** The disks of a lab. */
  public DiskImages(Path folder) {
    this.folder = folder;
  }

  /** Makes new disks, enlarges those that grew, and deletes those that are not there any more. */
  public void follow(List<Disk> disks) throws IOException {
    Files.createDirectories(folder);
    Set<String> wanted = disks.stream().map(Disk::name).collect(Collectors.toSet());
    for (String name : names()) {
      if (!wanted.contains(name)) {
        delete(name);
      }
    }
    for (Disk disk : disks) {
      make(disk);
    }
  }

  private void make(Disk disk) throws IOException {
    Path generation = folder.resolve(disk.name() + GENERATION);
    if (Files.exists(generation) && !Files.readString(generation).equals(disk.generation())) {
      delete(disk.name());
    }
    Path image = image(disk.name());
    long bytes = disk.gib() * GIB;
    if (!Files.exists(image) || Files.size(image) < bytes) {
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      Optional<String> device = device(disk.name());
      if (device.isPresent()) {
        Shell.run("losetup", "--set-capacity", device.get());
      }
    }
    Files.writeString(generation, disk.generation());
  }

  private void delete(String name) throws IOException {
    detach(name);
    Files.deleteIfExists(image(name));
    Files.deleteIfExists(folder.resolve(name + GENERATION));
  }

  /** The device of a disk, which is attached if need be. */
  public String attach(Disk disk) throws IOException {
    Optional<String> device = device(disk.name());
    return device.isPresent()
        ? device.get()
        : Shell.run(
            "losetup",
            "--find",
            "--show",
            "--direct-io=on",
            "--sector-size",
            Integer.toString(disk.sectorBytes()),
            image(disk.name()).toString());
  }

  /** The device of a disk, if it is attached. */
  public Optional<String> device(String name) throws IOException {
    String devices =
        Shell.run(
            "losetup", "--noheadings", "--output", "NAME", "--associated", image(name).toString());
    return devices.lines().findFirst().map(String::strip);
  }

  /** Detaches a disk. */
  public void detach(String name) throws IOException {
    Optional<String> device = device(name);
    if (device.isPresent()) {
      Shell.run("losetup", "--detach", device.get());
    }
  }

  /** Detaches them all. */
  public void detachAll() throws IOException {
    for (String name : names()) {
      detach(name);
    }
  }

  private List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(text -> text.endsWith(IMAGE))
          .map(line -> line.substring(0, line.length() - IMAGE.length()))
          .toList();
    }
  }

  private Path image(String name) {
    return folder.resolve(name + IMAGE);
  }
}
