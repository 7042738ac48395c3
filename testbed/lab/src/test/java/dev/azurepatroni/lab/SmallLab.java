package dev.azurepatroni.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.host.ControlGroups;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.inventory.InventoryFiles;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The network of the stack {@code lab} with its balancers, and small servers instead of hosts. */
final class SmallLab implements AutoCloseable {
  static final String CLIENT = NamespaceSetup.CLIENT;
  private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
  private static final List<String> PORTS = List.of("22", "2379", "2380", "5432", "6432", "8008");

  private final Lab lab;
  private final LabFolder folder;
  private final Path leaders;
  private final InventoryFiles files;
  private final Map<String, JsonNode> items = new TreeMap<>();

  /** Starts it in a folder. */
  SmallLab(Path root) throws IOException {
    folder = new LabFolder(root);
    leaders = Files.createDirectories(root.resolve("leaders"));
    files = new InventoryFiles(folder.inventory());
    for (JsonNode item :
        new ObjectMapper().readTree(Path.of("src/test/resources/deployed.json").toFile())) {
      items.put(item.path("id").asText(), item);
      put(item.path("id").asText());
    }
    Programs programs =
        new Programs(
            Path.of("src/main").toAbsolutePath(),
            Stream.of(System.getProperty("java.class.path").split(":", -1)).map(Path::of).toList());
    Files.createDirectories(folder.lab());
    lab = new Lab(folder, programs);
    LabDeployment deployment = lab.deployment();
    NamespaceSetup namespaces = new NamespaceSetup(lab.names());
    namespaces.create(deployment.network());
    ControlGroups groups = ControlGroups.find();
    groups.prepare(lab.names().lab());
    Path mirror = Files.createDirectories(root.resolve("mirror"));
    NetworkDaemon.start(
        folder,
        lab.names(),
        groups.group(lab.names().lab(), "network"),
        programs,
        new Artifacts(root, mirror));
    for (Host host : deployment.hosts()) {
      namespaces.attach(host.name(), host.interfaces());
      serve(host.name());
    }
  }

  private void serve(String host) throws IOException {
    ControlGroup group = lab.hosts().group(host);
    group.create();
    List<String> server = new ArrayList<>(List.of(script("server.py"), host, leaders.toString()));
    server.addAll(PORTS);
    new ProcessBuilder(group.joining(inside(host, server)))
        .redirectErrorStream(true)
        .redirectOutput(leaders.resolveSibling(host + ".log").toFile())
        .start();
  }

  Lab lab() {
    return lab;
  }

  /** Takes something out of the inventory, as a destroy does. */
  void remove(String id) {
    files.remove(items.get(id).path("type").asText(), id);
  }

  /** Puts it back. */
  void put(String id) {
    JsonNode item = items.get(id);
    files.put(item.path("type").asText(), id, item.path("state").toString());
  }

  /** The id of an item of a type; the only one, or the one with a name. */
  String id(String type, String name) {
    return items.values().stream()
        .filter(item -> item.path("type").asText().equals(type))
        .map(node -> node.path("id").asText())
        .filter(text -> text.contains(name))
        .findFirst()
        .orElseThrow();
  }

  /** Makes one host the leader, as its Patroni would say; none for an empty name. */
  void lead(String host) throws IOException {
    try (var all = Files.list(leaders)) {
      for (Path leader : all.toList()) {
        Files.delete(leader);
      }
    }
    if (!host.isEmpty()) {
      Files.createFile(leaders.resolve(host));
    }
  }

  /** Waits until a balancer's rule sends new flows to exactly these addresses. */
  void awaitHealthy(String rule, String... addresses) throws Exception {
    List<String> wanted = List.of(addresses);
    await(
        () -> {
          List<String> healthy = new ArrayList<>();
          new ObjectMapper()
              .readTree(folder.health().toFile())
              .path(rule)
              .properties()
              .forEach(
                  property -> {
                    if (property.getValue().asBoolean()) {
                      healthy.add(property.getKey());
                    }
                  });
          return healthy.equals(wanted);
        });
  }

  /** Waits for what has to come true, and fails after a minute. */
  static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come true within a minute");
      }
      Thread.sleep(100);
    }
  }

  /** What becomes of connections from a host: target, then what reach.py says of it. */
  Map<String, String> reach(String from, List<String> targets) throws IOException {
    List<String> command = new ArrayList<>(List.of(script("reach.py"), "2"));
    command.addAll(targets);
    Map<String, String> found = new TreeMap<>();
    Shell.run(inside(from, command))
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", 2);
              found.put(words[0], words[1]);
            });
    return found;
  }

  String reach(String from, String target) throws IOException {
    return reach(from, List.of(target)).get(target);
  }

  /** A flow that stays open. */
  Flow open(String from, String address, int port) throws IOException {
    return new Flow(
        new ProcessBuilder(
                inside(from, List.of(script("talk.py"), address, Integer.toString(port))))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** A flow that a process in a namespace holds. */
  static final class Flow implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;
    private final String greeting;

    private Flow(Process process) throws IOException {
      this.process = process;
      output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      greeting = output.readLine();
    }

    /** What the other end said first. */
    String greeting() {
      return greeting;
    }

    /** What it answers. */
    String say(String line) throws IOException {
      input.println(line);
      return output.readLine();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private List<String> inside(String host, List<String> command) {
    List<String> words = new ArrayList<>(List.of("python3"));
    words.addAll(command);
    return NamespaceSetup.inside(lab.names().host(host), words.toArray(String[]::new));
  }

  /** A command in the network's own namespace. */
  List<String> inNetwork(String... command) {
    return NamespaceSetup.inside(lab.names().network(), command);
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  @Override
  public void close() throws IOException {
    lab.down();
  }
}
