package dev.azurepatroni.lab.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Namespaces and the links between them. As in Azure there is no common wire: every host has a link
 * of its own to the network, which routes each packet and answers for every address
 * (learn.microsoft.com, "Virtual network frequently asked questions"). Nothing of it is reachable
 * from the machine's own namespace. Everything may be called again.
 */
public final class Wiring {
  /** The namespace in which the lab's user stands. */
  public static final String CLIENT = "client";

  private static final Path NAMESPACES = Path.of("/run/netns");

  /**
   * A link to nowhere: a frontend has a route, so that its address is answered for, and no host.
   */
  private static final String FRONTENDS = "frontends";

  private final Names names;

  /** The wiring of a lab. */
  public Wiring(Names names) {
    this.names = names;
  }

  /** Makes the network, its client and the addresses of platform and load balancers. */
  public void fabric(Network network) throws IOException {
    String fabric = names.fabric();
    if (!exists(fabric)) {
      namespace(fabric);
      set(
          fabric,
          Map.of(
              "net.ipv4.ip_forward", "1",
              "net.ipv4.conf.all.send_redirects", "0",
              "net.ipv4.conf.default.send_redirects", "0",
              "net.ipv4.conf.all.rp_filter", "0",
              "net.ipv4.conf.default.rp_filter", "0",
              // A packet in the middle of a forgotten flow is invalid, one out of a known flow's
              // window is not.
              "net.netfilter.nf_conntrack_tcp_loose", "0",
              "net.netfilter.nf_conntrack_tcp_be_liberal", "1"));
      batch(
          fabric,
          List.of(
              "link add %1$s type veth peer name %1$s-end".formatted(FRONTENDS),
              "link set %s up".formatted(FRONTENDS),
              "link set %s-end up".formatted(FRONTENDS)));
      Shell.feed(FaultTable.text(), inside(fabric, "nft", "-f", "-"));
    }
    List<String> commands = new ArrayList<>();
    PlatformAddress.all().forEach(it -> commands.add("address replace %s/32 dev lo".formatted(it)));
    network
        .subnets()
        .forEach(it -> commands.add("address replace %s/32 dev lo".formatted(it.gateway())));
    commands.add("address replace %s/32 dev lo".formatted(network.clientRange().address(1)));
    commands.add("route flush dev " + FRONTENDS);
    network
        .frontends()
        .forEach(it -> commands.add("route replace %s/32 dev %s".formatted(it, FRONTENDS)));
    batch(fabric, commands);
    Range range = network.clientRange();
    if (!exists(names.host(CLIENT))) {
      Subnet subnet = new Subnet(CLIENT, range, false, false);
      attach(
          CLIENT,
          List.of(new Interface(CLIENT, network.client(), "", subnet, List.of(), List.of())));
    }
    Shell.feed(SecurityTable.of(network), inside(fabric, "nft", "-f", "-"));
  }

  /** Links a host; one that is linked already is left alone. */
  public void attach(String host, List<Interface> interfaces) throws IOException {
    String namespace = names.host(host);
    if (exists(namespace)) {
      return;
    }
    namespace(namespace);
    for (int i = 0; i < interfaces.size(); i++) {
      Interface nic = interfaces.get(i);
      String link = Names.link(nic.id());
      String device = "eth" + i;
      batch(
          names.fabric(),
          List.of(
              "link add %s type veth peer name %s netns %s".formatted(link, device, namespace),
              "link set %s alias %s up".formatted(link, host),
              "route replace %s/32 dev %s src %s"
                  .formatted(nic.address(), link, PlatformAddress.AZURE.address())));
      set(
          names.fabric(),
          Map.of(
              "net.ipv4.conf.%s.proxy_arp".formatted(link), "1",
              "net.ipv4.neigh.%s.proxy_delay".formatted(link), "0",
              "net.ipv4.conf.%s.rp_filter".formatted(link), "1"));
      List<String> commands = new ArrayList<>();
      if (!nic.mac().isEmpty()) {
        commands.add("link set %s address %s".formatted(device, nic.mac()));
      }
      commands.add("link set %s up".formatted(device));
      commands.add(
          "address replace %s/%d dev %s"
              .formatted(nic.address(), nic.subnet().range().bits(), device));
      if (i == 0) {
        commands.add("route replace default via " + nic.subnet().gateway());
      }
      batch(namespace, commands);
    }
  }

  /**
   * Takes a host's namespace away, with its connections, and without a word to their other ends.
   */
  public void detach(String host) throws IOException {
    // The kernel removes a namespace's links some time after it; a new one of the same name cannot
    // wait.
    for (String link : links(host)) {
      batch(names.fabric(), List.of("link delete " + link));
    }
    remove(names.host(host));
  }

  private List<String> links(String host) throws IOException {
    if (!exists(names.fabric())) {
      return List.of();
    }
    String links = Shell.run("ip", "-netns", names.fabric(), "-json", "link");
    List<String> found = new ArrayList<>();
    for (JsonNode link : new ObjectMapper().readTree(links)) {
      if (link.path("ifalias").asText().equals(host)) {
        found.add(link.path("ifname").asText());
      }
    }
    return found;
  }

  /** Takes everything away. */
  public void remove() throws IOException {
    for (String namespace : namespaces()) {
      remove(namespace);
    }
  }

  /** The namespaces that are there. */
  public List<String> namespaces() throws IOException {
    if (!Files.isDirectory(NAMESPACES)) {
      return List.of();
    }
    try (var files = Files.list(NAMESPACES)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.startsWith(names.lab() + "-"))
          .sorted()
          .toList();
    }
  }

  private static void remove(String namespace) throws IOException {
    if (exists(namespace)) {
      Shell.run("ip", "netns", "delete", namespace);
    }
  }

  private static boolean exists(String namespace) {
    return Files.exists(NAMESPACES.resolve(namespace));
  }

  private static void namespace(String name) throws IOException {
    Shell.run("ip", "netns", "add", name);
    set(name, Map.of("net.ipv6.conf.all.disable_ipv6", "1"));
    batch(name, List.of("link set lo up"));
  }

  private static void set(String namespace, Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>(inside(namespace, "sysctl", "--quiet", "--write"));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Shell.run(command);
  }

  private static void batch(String namespace, List<String> commands) throws IOException {
    Shell.feed(
        String.join("\n", commands) + "\n", List.of("ip", "-netns", namespace, "-batch", "-"));
  }

  /** A command in a namespace of the lab. */
  public static List<String> inside(String namespace, String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    words.addAll(List.of(command));
    return words;
  }
}
