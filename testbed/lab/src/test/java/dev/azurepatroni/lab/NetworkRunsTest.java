package dev.azurepatroni.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.Names;
import dev.azurepatroni.lab.network.NamespaceSetup;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lab's network in the kernel: who reaches whom, and where balancers send flows. */
@ExtendWith(Root.class)
class NetworkRunsTest {
  private static final Map<String, String> HOSTS =
      new TreeMap<>(
          Map.of(
              "pglab-1", "10.50.1.4",
              "pglab-2", "10.50.1.5",
              "pglab-pgb-1", "10.50.1.6",
              "pglab-pgb-2", "10.50.1.7",
              "pglab-witness", "10.50.1.9"));
  private static final Set<String> DATABASES = Set.of("pglab-1", "pglab-2");
  private static final Set<String> POOLERS = Set.of("pglab-pgb-1", "pglab-pgb-2");
  private static final Set<String> ETCD_MEMBERS = Set.of("pglab-1", "pglab-2", "pglab-witness");
  private static final List<Integer> PORTS = List.of(22, 2379, 2380, 5432, 6432, 8008);
  private static final String DATABASE_LB = "10.50.1.10:5432";
  private static final String POOLER_LB = "10.50.1.11:6432";
  private static final String DATABASE_RULE = "pglab-db-lb-rule";
  private static final String POOLER_RULE = "pglab-pooler-lb-rule";

  @TempDir static Path folder;
  private static SmallLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = new SmallLab(folder);
    lab.lead("pglab-1");
    lab.awaitHealthy(DATABASE_RULE, "10.50.1.4");
    lab.awaitHealthy(POOLER_RULE, "10.50.1.6", "10.50.1.7");
  }

  @AfterAll
  static void stopAndFindNothingLeft() throws IOException {
    if (lab != null) {
      lab.close();
      assertThat(Shell.run("ip", "netns", "list")).doesNotContain(lab.lab().names().lab());
      assertThat(lab.lab().running()).isEmpty();
    }
  }

  /** What the stack's security rules say, in words of their own. */
  private static boolean allowed(String from, String to, int port) {
    return switch (port) {
      case 5432 -> DATABASES.contains(to);
      case 6432 -> POOLERS.contains(to);
      case 8008 -> DATABASES.contains(to) && (DATABASES.contains(from) || POOLERS.contains(from));
      case 2379, 2380 -> ETCD_MEMBERS.contains(to) && ETCD_MEMBERS.contains(from);
      default -> false;
    };
  }

  @Test
  void everyFlowPassesExactlyWhereASecurityRuleAllowsIt() throws IOException {
    List<String> sources = new ArrayList<>(HOSTS.keySet());
    sources.add(SmallLab.CLIENT);
    for (String from : sources) {
      Map<String, String> expected = new TreeMap<>();
      HOSTS.forEach(
          (to, address) -> {
            for (int port : PORTS) {
              if (!to.equals(from)) {
                expected.put(address + ":" + port, allowed(from, to, port) ? "open" : "silent");
              }
            }
          });
      Map<String, String> found = lab.reach(from, List.copyOf(expected.keySet()));
      found.replaceAll((target, said) -> said.split(" ", -1)[0]);
      assertThat(found).as("from " + from).isEqualTo(expected);
    }
  }

  @Test
  void aBackendSeesTheClientItself() throws IOException {
    assertThat(lab.reach(SmallLab.CLIENT, DATABASE_LB)).isEqualTo("open pglab-1 10.50.0.4");
    assertThat(lab.reach("pglab-pgb-1", DATABASE_LB)).isEqualTo("open pglab-1 10.50.1.6");
  }

  @Test
  void newFlowsAreDealtOutToAllHealthyBackends() throws IOException {
    Set<String> seen = new java.util.TreeSet<>();
    for (int i = 0; i < 60; i++) {
      seen.add(lab.reach(SmallLab.CLIENT, POOLER_LB));
    }
    assertThat(seen).containsExactly("open pglab-pgb-1 10.50.0.4", "open pglab-pgb-2 10.50.0.4");
  }

  @Test
  void aFlowStaysWithItsBackendWhenTheProbeGoesDownAndNewOnesGoElsewhere() throws Exception {
    try (SmallLab.Flow flow = lab.open(SmallLab.CLIENT, "10.50.1.10", 5432)) {
      assertThat(flow.greeting()).startsWith("pglab-1 ");
      lab.lead("pglab-2");
      lab.awaitHealthy(DATABASE_RULE, "10.50.1.5");
      assertThat(flow.say("still there")).isEqualTo("still there");
      assertThat(lab.reach(SmallLab.CLIENT, DATABASE_LB)).startsWith("open pglab-2 ");
      lab.lead("");
      lab.awaitHealthy(DATABASE_RULE);
      assertThat(flow.say("and now")).isEqualTo("and now");
      assertThat(lab.reach(SmallLab.CLIENT, DATABASE_LB)).isEqualTo("silent");
    } finally {
      lab.lead("pglab-1");
      lab.awaitHealthy(DATABASE_RULE, "10.50.1.4");
    }
  }

  @Test
  void aBackendDoesNotReachItselfThroughItsBalancer() throws IOException {
    assertThat(lab.reach("pglab-1", DATABASE_LB)).isEqualTo("silent");
    assertThat(lab.reach("pglab-2", DATABASE_LB)).isEqualTo("open pglab-1 10.50.1.5");
  }

  @Test
  void aFlowThroughABalancerMayBeSilentAsLongAsTheRuleSays() throws Exception {
    try (SmallLab.Flow flow = lab.open(SmallLab.CLIENT, "10.50.1.10", 5432)) {
      assertThat(flow.say("first")).isEqualTo("first");
      // 30 minutes of which seconds may have passed; while an answer is on its way, it is less.
      Pattern left =
          Pattern.compile("tcp +6 1(7\\d\\d|800) ESTABLISHED src=10.50.0.4 dst=10.50.1.10 ");
      SmallLab.await(
          () -> left.matcher(Shell.run(lab.inNetwork("cat", "/proc/net/nf_conntrack"))).find());
    }
  }

  @Test
  void aFlowThatWasSilentForTooLongIsReset() throws Exception {
    String idle = Shell.run(lab.inNetwork("nft", "list", "table", "ip", "balancer_idle"));
    String replace = "table ip balancer_idle\ndelete table ip balancer_idle\n";
    String quick = idle.replaceAll("established : (30m|1800s?)", "established : 2");
    assertThat(quick).isNotEqualTo(idle);
    Shell.feed(replace + quick, lab.inNetwork("nft", "-f", "-"));
    try (SmallLab.Flow flow = lab.open(SmallLab.CLIENT, "10.50.1.10", 5432)) {
      assertThat(flow.say("first")).isEqualTo("first");
      Thread.sleep(5000);
      assertThat(flow.say("too late")).isEqualTo("reset");
    } finally {
      Shell.feed(replace + idle.replace("30m", "1800"), lab.inNetwork("nft", "-f", "-"));
    }
  }

  @Test
  void whatAnApplyChangesIsFollowedWithinSeconds() throws Exception {
    String mirror = "192.0.2.20:80";
    assertThat(lab.reach("pglab-1", mirror)).startsWith("open");
    String gateway = lab.id("azurerm_subnet_nat_gateway_association", "");
    lab.remove(gateway);
    SmallLab.await(() -> lab.reach("pglab-1", mirror).equals("silent"));
    // Vault and storage have service endpoints, the internet has not.
    assertThat(lab.reach("pglab-1", "192.0.2.10:443")).startsWith("open");
    assertThat(lab.reach("pglab-1", "192.0.2.30:443")).startsWith("open");
    lab.put(gateway);
    SmallLab.await(() -> lab.reach("pglab-1", mirror).startsWith("open"));
    String rule = lab.id("azurerm_network_security_rule", "poolers-to-databases");
    String clients = lab.id("azurerm_network_security_rule", "clients-to-databases");
    lab.remove(clients);
    SmallLab.await(() -> lab.reach(SmallLab.CLIENT, "10.50.1.4:5432").equals("silent"));
    assertThat(lab.reach("pglab-pgb-1", "10.50.1.4:5432")).startsWith("open");
    lab.remove(rule);
    SmallLab.await(() -> lab.reach("pglab-pgb-1", "10.50.1.4:5432").equals("silent"));
    lab.put(rule);
    lab.put(clients);
    SmallLab.await(() -> lab.reach(SmallLab.CLIENT, "10.50.1.4:5432").startsWith("open"));
  }

  @Test
  void anIncompleteNetworkIsMadeAgain() throws IOException {
    Names names = new Names(lab.lab().names().lab() + "-half");
    NamespaceSetup namespaces = new NamespaceSetup(names);
    LabDeployment deployment = lab.lab().deployment();
    String network = names.network();
    String client = names.host(NamespaceSetup.CLIENT);
    try {
      // A namespace with nothing in it, and one of which `ip` has made no more than the name.
      Shell.run("ip", "netns", "add", network);
      Files.createFile(Path.of("/run/netns", client));
      namespaces.create(deployment.network());
      assertThat(reachesTheNetwork(client)).isTrue();
      assertThat(Shell.run(NamespaceSetup.inside(network, "nft", "list", "tables")))
          .contains("faults");

      // A complete namespace is left alone.
      String links = Shell.run("ip", "-netns", network, "link");
      namespaces.create(deployment.network());
      assertThat(Shell.run("ip", "-netns", network, "link")).isEqualTo(links);

      // A link without a name, and a namespace that has lost its link.
      Host host = deployment.hosts().get(0);
      namespaces.attach(host.name(), host.interfaces());
      String link = Names.link(host.interfaces().get(0).id());
      Shell.run("ip", "-netns", network, "link", "set", link, "alias", "");
      // The kernel deletes the lost namespace's links at some moment of the next call, or before
      // it.
      for (int i = 0; i < 20; i++) {
        Shell.run("ip", "netns", "delete", names.host(host.name()));
        namespaces.attach(host.name(), host.interfaces());
      }
      assertThat(reachesTheNetwork(names.host(host.name()))).isTrue();
      Shell.run("ip", "netns", "delete", network);
      namespaces.create(deployment.network());
      namespaces.attach(host.name(), host.interfaces());
      assertThat(reachesTheNetwork(client)).isTrue();
      assertThat(reachesTheNetwork(names.host(host.name()))).isTrue();
    } finally {
      namespaces.remove();
    }
  }

  /** The network itself answers for a service of the platform: it refuses, as nothing listens. */
  private static boolean reachesTheNetwork(String namespace) throws IOException {
    String connect = "exec 3<> /dev/tcp/169.254.169.254/80";
    return Shell.attempt("ip", "netns", "exec", namespace, "timeout", "2", "bash", "-c", connect)
        .error()
        .contains("refused");
  }

  @Test
  void theSubnetExistsNowhereOutsideTheLabsNamespaces() throws IOException {
    assertThat(Shell.run("ip", "-4", "-oneline", "address")).doesNotContain("10.50.");
    assertThat(Shell.run("ip", "-4", "route", "show", "table", "all")).doesNotContain("10.50.");
    // No link leads out of them: each one's other end lies in a namespace of the lab.
    String routes = Shell.run(lab.inNetwork("ip", "-4", "route", "show", "default"));
    assertThat(routes).isEmpty();
    assertThat(Shell.run("ip", "-oneline", "link"))
        .doesNotContain("nic", "link-netns " + lab.lab().names().lab());
  }
}
