package dev.azurepatroni.lab.network;

import dev.azurepatroni.lab.network.Namespace.Link;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Namespaces and the links between them. As in Azure there is no common wire: every host has a link
 * of its own to the network, which routes each packet and answers for every address
 * (learn.microsoft.com, "Virtual network frequently asked questions"). Nothing of it is reachable
 * from the machine's own namespace. Everything may be called again, and re-creates what was left
 * half made.
 */
public final class NamespaceSetup {
  /** The namespace in which the lab's user stands. */
  public static final String CLIENT = "client";

  /**
   * A link to nowhere: a frontend has a route, so that its address is answered for, and no host.
   */
  private static final String FRONTENDS = "frontends";

  private final Names names;
  private final Namespace router;

  /** The namespaces of a lab. */
  public NamespaceSetup(Names names) {
    this.names = names;
    this.router = new Namespace(names.network());
  }

  /** Whether the network was made. */
  public boolean isThere() throws IOException {
    return router.isComplete();
  }

  /** Makes the network, its client and the addresses of platform and load balancers. */
  public void create(LabNetwork network) throws IOException {
    if (!router.isComplete()) {
      router.remove();
      make();
    }
    List<String> commands = new ArrayList<>();
    PlatformAddress.all()
        .forEach(address -> commands.add("address replace %s/32 dev lo".formatted(address)));
    network
        .subnets()
        .forEach(
            subnet -> commands.add("address replace %s/32 dev lo".formatted(subnet.gateway())));
    commands.add("address replace %s/32 dev lo".formatted(network.clientRange().address(1)));
    commands.add("route flush dev " + FRONTENDS);
    network
        .frontends()
        .forEach(
            frontend -> commands.add("route replace %s/32 dev %s".formatted(frontend, FRONTENDS)));
    router.batch(commands);
    Subnet outside = new Subnet(CLIENT, network.clientRange(), false, false, false);
    attach(
        CLIENT,
        List.of(new Interface(CLIENT, network.client(), "", outside, List.of(), List.of())));
    Shell.feed(SecurityTable.of(network), router.inside("nft", "-f", "-"));
  }

  private void make() throws IOException {
    router.make();
    router.set(
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
    router.batch(
        List.of(
            "link add %1$s type veth peer name %1$s-end".formatted(FRONTENDS),
            "link set %s up".formatted(FRONTENDS),
            "link set %s-end up".formatted(FRONTENDS)));
    Shell.feed(FaultTable.text(), router.inside("nft", "-f", "-"));
    router.completed();
  }

  /** Links a host; one that is linked already is left alone. */
  public void attach(String host, List<Interface> interfaces) throws IOException {
    Namespace namespace = namespace(host);
    Set<String> links =
        interfaces.stream().map(nic -> Names.link(nic.id())).collect(Collectors.toSet());
    if (namespace.isComplete() && links(link -> link.alias().equals(host)).equals(links)) {
      return;
    }
    // A link that was half made has not been given its host's name yet.
    detach(host, link -> link.alias().equals(host) || links.contains(link.name()));
    namespace.make();
    for (int i = 0; i < interfaces.size(); i++) {
      attach(host, interfaces.get(i), "eth" + i);
    }
    namespace.batch(List.of("route replace default via " + interfaces.get(0).subnet().gateway()));
    namespace.completed();
  }

  private void attach(String host, Interface nic, String device) throws IOException {
    Namespace namespace = namespace(host);
    String link = Names.link(nic.id());
    router.batch(
        List.of(
            "link add %s type veth peer name %s netns %s".formatted(link, device, namespace.name()),
            "link set %s alias %s up".formatted(link, host),
            "route replace %s/32 dev %s src %s"
                .formatted(nic.address(), link, PlatformAddress.AZURE.address())));
    router.set(
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
    namespace.batch(commands);
  }

  /**
   * Takes a host's namespace away, with its connections, and without a word to their other ends.
   */
  public void detach(String host) throws IOException {
    detach(host, link -> link.alias().equals(host));
  }

  private void detach(String host, Predicate<Link> its) throws IOException {
    // The kernel removes a namespace's links some time after it; a new one of the same name cannot
    // wait.
    for (String link : links(its)) {
      router.deleteLink(link);
    }
    namespace(host).remove();
  }

  private Set<String> links(Predicate<Link> wanted) throws IOException {
    return router.links().stream().filter(wanted).map(Link::name).collect(Collectors.toSet());
  }

  private Namespace namespace(String host) {
    return new Namespace(names.host(host));
  }

  /** Takes everything away. */
  public void remove() throws IOException {
    for (Namespace namespace : Namespace.all(names.lab() + "-")) {
      namespace.remove();
    }
  }

  /** A command in a namespace of the lab. */
  public static List<String> inside(String namespace, String... command) {
    return new Namespace(namespace).inside(command);
  }
}
