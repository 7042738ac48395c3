package dev.azurepatroni.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine's control-group trees: one for everything, or, next to an older one for each
 * controller, one that only holds processes.
 *
 * @param unified where the tree of version 2 is mounted
 * @param controllers where controllers of version 1 are mounted; none where version 2 has them all
 */
public record ControlGroups(Path unified, Map<String, Path> controllers) {

  /** Keeps a copy. */
  public ControlGroups {
    controllers = Map.copyOf(controllers);
  }

  /**
   * Finds them.
   *
   * @throws IOException if no tree of version 2 is mounted
   */
  public static ControlGroups find() throws IOException {
    Path unified = null;
    Map<String, Path> controllers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] mount = line.split(" ", -1);
      if (mount[2].equals("cgroup2")) {
        unified = Path.of(mount[1]);
      } else if (mount[2].equals("cgroup")) {
        for (String option : mount[3].split(",", -1)) {
          // The last has no controller: systemd's programs keep their processes there, too.
          if (List.of("memory", "cpu", "blkio", "name=systemd").contains(option)) {
            controllers.put(option, Path.of(mount[1]));
          }
        }
      }
    }
    if (unified == null) {
      throw new IOException(
          "no control groups of version 2 are mounted: mount -t cgroup2 none /sys/fs/cgroup/unified");
    }
    return new ControlGroups(unified, controllers);
  }

  /** Makes the folders of a lab, so that controllers count in them. */
  public void prepare(String lab) throws IOException {
    Files.createDirectories(unified.resolve(lab));
    if (!controllers.isEmpty()) {
      return;
    }
    for (Path folder : List.of(unified, unified.resolve(lab))) {
      for (String controller : List.of("+memory", "+cpu", "+io")) {
        Files.writeString(folder.resolve("cgroup.subtree_control"), controller);
      }
    }
  }

  /** The group of a host, or of another part of a lab. */
  public ControlGroup group(String lab, String part) {
    Map<String, Path> folders = new LinkedHashMap<>();
    controllers.forEach((name, path) -> folders.put(name, path.resolve(lab).resolve(part)));
    return new ControlGroup(unified.resolve(lab).resolve(part), folders);
  }

  /** Which parts of a lab have a group. */
  public List<String> parts(String lab) throws IOException {
    Path folder = unified.resolve(lab);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isDirectory)
          .map(part -> part.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Removes the lab's folders, which hold no part any more. */
  public void remove(String lab) throws IOException {
    List<Path> folders = new ArrayList<>(controllers.values());
    folders.add(unified);
    for (Path folder : folders) {
      Files.deleteIfExists(folder.resolve(lab));
    }
  }
}
