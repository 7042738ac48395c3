package dev.azurepatroni.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Hosts that a script of {@code src/test/sandbox} can use: Debian 13 with their files over it. */
final class Sandbox {
  private static final Path SCRIPTS = Path.of("src/test/sandbox").toAbsolutePath();

  private final Path folder;
  private final Map<String, List<Path>> layers = new LinkedHashMap<>();

  /** A sandbox that keeps its things in a folder, which outlives it. */
  Sandbox(Path folder) {
    this.folder = folder;
  }

  /** Adds a host by the given name, with its files. */
  Sandbox host(String name, List<RenderedHost.Content> files) throws IOException {
    Path layer = folder.resolve("layers").resolve(name);
    makeFolders(layer);
    for (RenderedHost.Content file : files) {
      Path path = layer.resolve(file.path().substring(1));
      makeFolders(path.getParent());
      Files.writeString(path, file.text());
      Files.setPosixFilePermissions(path, permissions(file.mode()));
    }
    layers.computeIfAbsent(name, host -> new ArrayList<>()).add(0, layer);
    return this;
  }

  /** Lays a folder beneath the files of every host. */
  Sandbox everywhere(Path layer) {
    layers.values().forEach(each -> each.add(layer));
    return this;
  }

  /**
   * Runs a script, which has to succeed.
   *
   * @return the folder of what it left, its output among that
   */
  Path run(String script, Duration longest) throws IOException, InterruptedException {
    Path out = Files.createDirectories(folder.resolve("out"));
    Path printed = out.resolve("printed");
    List<String> command = new ArrayList<>();
    command.add(SCRIPTS.resolve("enter").toString());
    command.add(DebianRoot.path().toString());
    command.add(SCRIPTS.resolve(script).toString());
    command.add(out.toString());
    layers.forEach(
        (host, of) ->
            command.add(host + "=" + String.join(":", of.stream().map(Path::toString).toList())));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = false;
    try {
      ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      // Whatever runs in its namespaces ends with it.
      process.destroyForcibly().waitFor();
    }
    assertThat(ended).as("%s took longer than %s%n%s", script, longest, text(printed)).isTrue();
    assertThat(process.exitValue()).as(text(printed)).isZero();
    return out;
  }

  /** Runs the sandboxes of a test side by side: each mostly waits for its programs. */
  static Map<String, Path> runAll(Map<String, Callable<Path>> runs)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    try {
      Map<String, Future<Path>> running = new LinkedHashMap<>();
      runs.forEach((name, run) -> running.put(name, threads.submit(run)));
      Map<String, Path> left = new LinkedHashMap<>();
      for (Map.Entry<String, Future<Path>> run : running.entrySet()) {
        left.put(run.getKey(), run.getValue().get());
      }
      return left;
    } finally {
      // Interrupted, a run ends its processes.
      threads.shutdownNow();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** Directories like a host's own, whatever this process's umask is. */
  private static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolders(folder.getParent());
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static Set<PosixFilePermission> permissions(String octal) {
    StringBuilder text = new StringBuilder();
    int bits = Integer.parseInt(octal, 8);
    for (int bit = 8; bit >= 0; bit--) {
      text.append((bits >> bit & 1) == 1 ? "rwxrwxrwx".charAt(8 - bit) : '-');
    }
    return PosixFilePermissions.fromString(text.toString());
  }
}
