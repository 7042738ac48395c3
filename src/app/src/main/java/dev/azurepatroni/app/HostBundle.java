package dev.azurepatroni.app;

import dev.azurepatroni.constructs.cloudinit.CustomData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a stack's hosts would get at their first boot, a file a host next to the stack's JSON: a VM
 * keeps the user-data it was made with, so that a change goes to a running host from here.
 */
final class HostBundle {
  private static final String SUFFIX = ".yaml";

  private HostBundle() {}

  /**
   * Writes the hosts of every stack, and removes those that a stack no longer has.
   *
   * @param output folder that was synthesised to
   * @param stacks sound ones
   * @throws IOException if a file cannot be written
   */
  static void write(Path output, List<LoadedStack> stacks) throws IOException {
    for (LoadedStack stack : stacks) {
      Path folder = output.resolve("stacks").resolve(stack.name()).resolve("hosts");
      Files.createDirectories(folder);
      for (Path old : hostsIn(folder)) {
        Files.delete(old);
      }
      for (CustomData host : stack.hosts().all()) {
        Files.writeString(folder.resolve(host.host() + SUFFIX), host.text());
      }
    }
  }

  private static List<Path> hostsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }
}
