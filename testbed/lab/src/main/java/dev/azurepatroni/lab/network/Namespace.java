package dev.azurepatroni.lab.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.shell.CommandFailedException;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network namespace of this machine.
 *
 * @param name as {@code ip netns} calls it
 */
record Namespace(String name) {
  private static final Path ALL = Path.of("/run/netns");

  /** The alias of its loopback link once everything else is there. */
  private static final String COMPLETE = "complete";

  /**
   * A link in it.
   *
   * @param name its name
   * @param alias its second name
   */
  record Link(String name, String alias) {}

  /** Those whose name begins in a way. */
  static List<Namespace> all(String prefix) throws IOException {
    if (!Files.isDirectory(ALL)) {
      return List.of();
    }
    try (var files = Files.list(ALL)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .map(Namespace::new)
          .toList();
    }
  }

  /** Makes it, with nothing but a loopback link. */
  void make() throws IOException {
    Shell.run("ip", "netns", "add", name);
    set(Map.of("net.ipv6.conf.all.disable_ipv6", "1"));
    batch(List.of("link set lo up"));
  }

  /** Marks it: nothing of it is missing any more. */
  void completed() throws IOException {
    batch(List.of("link set lo alias " + COMPLETE));
  }

  /** Whether it is there and was marked; its creation may have been interrupted. */
  boolean isComplete() throws IOException {
    return links().contains(new Link("lo", COMPLETE));
  }

  void remove() throws IOException {
    if (Files.exists(ALL.resolve(name))) {
      Shell.run("ip", "netns", "delete", name);
    }
  }

  void set(Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>(inside("sysctl", "--quiet", "--write"));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Shell.run(command);
  }

  /** Commands of {@code ip}. */
  void batch(List<String> commands) throws IOException {
    Shell.feed(String.join("\n", commands) + "\n", List.of("ip", "-netns", name, "-batch", "-"));
  }

  /** Its links; none of a namespace that is not there, or of which only the name is. */
  List<Link> links() throws IOException {
    Shell.Result links = Shell.attempt("ip", "-netns", name, "-json", "link");
    List<Link> found = new ArrayList<>();
    if (links.status() == 0) {
      new ObjectMapper()
          .readTree(links.output())
          .forEach(
              link ->
                  found.add(new Link(link.path("ifname").asText(), link.path("ifalias").asText())));
    }
    return found;
  }

  /** Deletes a link. The kernel may delete it first: its other end went with a namespace. */
  void deleteLink(String link) throws IOException {
    List<String> command = List.of("ip", "-netns", name, "link", "delete", link);
    Shell.Result ran = Shell.attempt(command);
    if (ran.status() != 0 && links().stream().anyMatch(left -> left.name().equals(link))) {
      throw new CommandFailedException(command, ran.status(), ran.error());
    }
  }

  /** A command in it. */
  List<String> inside(String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(List.of(command));
    return words;
  }
}
