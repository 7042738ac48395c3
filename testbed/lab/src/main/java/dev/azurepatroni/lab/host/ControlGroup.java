package dev.azurepatroni.lab.host;

import dev.azurepatroni.lab.shell.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes that live, stop and die together. It is the lab's only record of what runs, so nothing
 * is forgotten when the lab itself is killed.
 *
 * @param unified its folder in the tree of version 2
 * @param controllers its folders in trees of version 1
 */
public record ControlGroup(Path unified, Map<String, Path> controllers) {
  private static final int CPU_PERIOD_MICROS = 100_000;
  private static final long GIB = 1L << 30;
  private static final int REMOVALS = 250;
  private static final int READINGS = 10;

  /** Keeps a copy. */
  public ControlGroup {
    controllers = Map.copyOf(controllers);
  }

  /**
   * Its folders; a process joins by writing its id into {@code cgroup.procs} of each. That of
   * version 2 by which it is found is the first to be made and the last to go.
   */
  public List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(unified));
    folders.addAll(controllers.values());
    return folders;
  }

  /**
   * A command that joins the group and is then another, in a session of its own: Ctrl-C at the
   * lab's terminal is not for it.
   */
  public List<String> joining(List<String> command) {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(joining(folders(), command));
    return words;
  }

  /**
   * A command that joins a process of the group and is then another, at the terminal it is given.
   *
   * @param process whose folder of version 2 it shares: others may have folders in place of
   *     processes
   */
  public List<String> joining(long process, List<String> command) throws IOException {
    List<Path> folders = new ArrayList<>(controllers.values());
    for (Path folder : tree(unified)) {
      if (lines(folder).contains(Long.toString(process))) {
        folders.add(folder);
      }
    }
    return joining(folders, command);
  }

  private static List<String> joining(List<Path> folders, List<String> command) {
    String join =
        "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\"; shift; done; shift; exec \"$@\"";
    List<String> words = new ArrayList<>(List.of("sh", "-ec", join, "join"));
    folders.forEach(folder -> words.add(folder.toString()));
    words.add("--");
    words.addAll(command);
    return words;
  }

  /** Makes it. */
  public void create() throws IOException {
    for (Path folder : folders()) {
      Files.createDirectories(folder);
    }
  }

  /** Bounds what its processes take together. */
  public void limit(int memoryGib, int cpus) throws IOException {
    if (controllers.containsKey("memory")) {
      write(controllers.get("memory"), "memory.limit_in_bytes", Long.toString(memoryGib * GIB));
    } else {
      write(unified, "memory.max", Long.toString(memoryGib * GIB));
    }
    if (controllers.containsKey("cpu")) {
      write(controllers.get("cpu"), "cpu.cfs_quota_us", Integer.toString(cpus * CPU_PERIOD_MICROS));
    } else {
      write(unified, "cpu.max", cpus * CPU_PERIOD_MICROS + " " + CPU_PERIOD_MICROS);
    }
  }

  /**
   * Bounds what its processes take of the processors together.
   *
   * @param percent of one core
   */
  public void starve(int percent) throws IOException {
    int micros = percent * CPU_PERIOD_MICROS / 100;
    if (controllers.containsKey("cpu")) {
      write(controllers.get("cpu"), "cpu.cfs_quota_us", Integer.toString(micros));
    } else {
      write(unified, "cpu.max", micros + " " + CPU_PERIOD_MICROS);
    }
  }

  /**
   * Lets no write reach a block device: one byte a second is more than an hour for a page.
   *
   * @param device its number, as {@code 7:3}
   * @param stalled whether none does
   */
  public void stallWrites(String device, boolean stalled) throws IOException {
    if (controllers.containsKey("blkio")) {
      write(
          controllers.get("blkio"),
          "blkio.throttle.write_bps_device",
          device + " " + (stalled ? 1 : 0));
    } else {
      write(unified, "io.max", "%s wbps=%s".formatted(device, stalled ? "1" : "max"));
    }
  }

  /**
   * Bounds the writes to a block device.
   *
   * @param device its number, as {@code 7:3}
   * @param iops writes a second, or 0 for as many as it can
   */
  public void limitWrites(String device, int iops) throws IOException {
    if (controllers.containsKey("blkio")) {
      write(controllers.get("blkio"), "blkio.throttle.write_iops_device", device + " " + iops);
    } else {
      write(unified, "io.max", "%s wiops=%s".formatted(device, iops == 0 ? "max" : iops));
    }
  }

  private static void write(Path folder, String file, String value) throws IOException {
    Files.writeString(folder.resolve(file), value);
  }

  /** Whether any process is in it. */
  public boolean isAlive() throws IOException {
    return !processes().isEmpty();
  }

  /** Ids of its processes. */
  public List<Long> processes() throws IOException {
    List<Long> processes = new ArrayList<>();
    for (Path folder : tree(unified)) {
      lines(folder).forEach(line -> processes.add(Long.parseLong(line)));
    }
    return processes;
  }

  private static List<String> lines(Path folder) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return Files.readAllLines(folder.resolve("cgroup.procs"));
      } catch (IOException gone) {
        // Its processes went, and it with them; the kernel says so in more than one way.
        if (!Files.isDirectory(folder)) {
          return List.of();
        }
        // A service that is started again has a new group of the same name.
        if (attempt == READINGS) {
          throw gone;
        }
      }
    }
  }

  /** The host's own first process, if the host has got so far. */
  public Optional<Long> first() throws IOException {
    for (long process : processes()) {
      if (isFirst(process)) {
        return Optional.of(process);
      }
    }
    return Optional.empty();
  }

  /** Whether a process has number 1 in a namespace of its own. */
  private static boolean isFirst(long process) throws IOException {
    try {
      return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
          .anyMatch(line -> line.matches("NSpid:\\t.*\\t1"));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Whether its processes are stopped. */
  public boolean isFrozen() throws IOException {
    return Files.readString(unified.resolve("cgroup.freeze")).strip().equals("1");
  }

  /** Stops its processes where they are; true, and the reverse. */
  public void freeze(boolean frozen) throws IOException {
    write(unified, "cgroup.freeze", frozen ? "1" : "0");
    // The kernel stops them one by one.
    for (int i = 0; frozen && i < 100; i++) {
      if (Files.readString(unified.resolve("cgroup.events")).contains("frozen 1")) {
        return;
      }
      Pause.of(20);
    }
  }

  /** Kills its processes and waits until none is left. */
  public void kill() throws IOException {
    if (!Files.isDirectory(unified)) {
      return;
    }
    write(unified, "cgroup.kill", "1");
    await();
  }

  /** Waits until no process is left. */
  public void await() throws IOException {
    while (isAlive()) {
      Pause.of(20);
    }
  }

  /** Removes it, once it is empty. */
  public void remove() throws IOException {
    List<Path> folders = new ArrayList<>(folders());
    Collections.reverse(folders);
    for (Path folder : folders) {
      for (Path each : tree(folder)) {
        remove(each);
      }
    }
  }

  /** A group counts as busy for a moment after its last process. */
  private static void remove(Path folder) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException busy) {
        if (attempt == REMOVALS) {
          throw busy;
        }
        Pause.of(20);
      }
    }
  }

  /** A folder and those in it, the inner ones first. */
  private static List<Path> tree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.walk(folder)) {
      return folders.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return tree(folder);
      }
      throw e;
    }
  }
}
