package dev.azurepatroni.lab.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Security groups as an nftables table. A flow needs the consent of the sender's groups and then of
 * the receiver's; packets of a flow that was let through pass, whatever changes later. Rules and
 * their defaults: learn.microsoft.com, "Network security groups".
 */
public final class SecurityTable {
  private static final String NAME = "inet security";

  private final LabNetwork network;
  private final Map<String, String> applicationSets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final StringBuilder text = new StringBuilder();

  private SecurityTable(LabNetwork network) {
    this.network = network;
  }

  /**
   * The commands that replace the table in one go.
   *
   * @throws IllegalStateException if a rule says something that is not imitated
   */
  public static String of(LabNetwork network) {
    return new SecurityTable(network).text();
  }

  private String text() {
    text.append("table %s\ndelete table %s\ntable %s {\n".formatted(NAME, NAME, NAME));
    applicationGroups();
    List<String> ids = List.copyOf(network.groups().keySet());
    for (String id : ids) {
      group(chain(id, true), true, network.groups().get(id));
      group(chain(id, false), false, network.groups().get(id));
    }
    Map<String, String> leaving = new LinkedHashMap<>();
    Map<String, String> arriving = new LinkedHashMap<>();
    for (Interface nic : network.interfaces()) {
      leaving.put(nic.address(), nicChain(nic, false, "return"));
      arriving.put(nic.address(), nicChain(nic, true, "accept"));
    }
    chain("arriving", "ip daddr vmap " + verdicts(arriving, "goto"), "accept");
    chain(
        "forward",
        "type filter hook forward priority filter; policy drop;",
        "ct state established,related accept",
        // A flow whose idle time is over, or that the other end has forgotten.
        "ct state invalid meta l4proto tcp reject with tcp reset",
        "ct state invalid drop",
        // A backend that was chosen for its own flow does not get it: Azure's hairpin.
        "ip saddr . ip daddr " + itself() + " drop",
        "ip saddr vmap " + verdicts(leaving, "jump"),
        "goto arriving");
    chain(
        "probe",
        "type filter hook output priority filter; policy accept;",
        "ct state established,related accept",
        "ip saddr %s goto arriving".formatted(PlatformAddress.AZURE.address()));
    chain(
        "internet",
        "type filter hook input priority filter; policy accept;",
        "ct state established,related accept",
        "ip daddr != { %s, %s, %s } accept"
            .formatted(
                PlatformAddress.VAULT.address(),
                PlatformAddress.BLOB.address(),
                PlatformAddress.MIRROR.address()),
        "ip saddr vmap " + verdicts(leaving, "jump"),
        "ip daddr %s ip saddr %s accept"
            .formatted(PlatformAddress.VAULT.address(), addresses(Subnet::vaultEndpoint)),
        "ip daddr %s ip saddr %s accept"
            .formatted(PlatformAddress.BLOB.address(), addresses(Subnet::storageEndpoint)),
        "ip saddr %s accept".formatted(addresses(Subnet::internet)),
        "drop");
    return text.append("}\n").toString();
  }

  private void chain(String name, String... rules) {
    text.append("  chain ").append(name).append(" {\n");
    for (String rule : rules) {
      text.append("    ").append(rule).append('\n');
    }
    text.append("  }\n");
  }

  private void applicationGroups() {
    Map<String, List<String>> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    network.groups().values().stream()
        .flatMap(List::stream)
        .flatMap(
            rule ->
                java.util.stream.Stream.concat(
                    rule.source().groups().stream(), rule.destination().groups().stream()))
        .forEach(id -> members.putIfAbsent(id, new ArrayList<>()));
    for (Interface nic : network.interfaces()) {
      nic.applicationGroups()
          .forEach(
              id ->
                  members
                      .computeIfAbsent(id, applicationGroup -> new ArrayList<>())
                      .add(nic.address()));
    }
    members.forEach(
        (id, addresses) -> {
          String set = "application_" + applicationSets.size();
          applicationSets.put(id, set);
          text.append("  set %s { # %s\n    type ipv4_addr\n".formatted(set, id));
          if (!addresses.isEmpty()) {
            text.append("    elements = { %s }\n".formatted(String.join(", ", addresses)));
          }
          text.append("  }\n");
        });
  }

  private String chain(String groupId, boolean inbound) {
    return "group_%d_%s"
        .formatted(List.copyOf(network.groups().keySet()).indexOf(groupId), inbound ? "in" : "out");
  }

  private String nicChain(Interface nic, boolean inbound, String atTheEnd) {
    String name = "%s_%s".formatted(inbound ? "to" : "from", nic.address().replace('.', '_'));
    List<String> rules = new ArrayList<>();
    nic.groups().forEach(id -> rules.add("jump " + chain(id, inbound)));
    rules.add(atTheEnd);
    chain(name, rules.toArray(String[]::new));
    return name;
  }

  /** Allowed means back to the sender; refused means dropped. */
  private void group(String name, boolean inbound, List<SecurityRule> rules) {
    List<String> lines = new ArrayList<>();
    for (SecurityRule rule : rules) {
      if (rule.inbound() == inbound) {
        lines.add(
            "%scounter %s comment \"%s\""
                .formatted(conditions(rule), rule.allow() ? "return" : "drop", rule.name()));
      }
    }
    String within = "ip saddr %1$s ip daddr %1$s ".formatted(tag("VirtualNetwork"));
    lines.add(within + "counter return comment \"Azure's default: the virtual network\"");
    lines.add(
        inbound
            ? "ip saddr %s counter return comment \"Azure's default: probes\""
                .formatted(tag("AzureLoadBalancer"))
            : "ip daddr %s counter return comment \"Azure's default: the internet\""
                .formatted(tag("Internet")));
    lines.add("counter drop comment \"Azure's default: the rest\"");
    chain(name, lines.toArray(String[]::new));
  }

  private String conditions(SecurityRule rule) {
    StringBuilder conditions = new StringBuilder();
    if (!rule.protocol().equals("*")) {
      conditions.append("meta l4proto ").append(rule.protocol()).append(' ');
    }
    conditions.append(addresses("saddr", rule.source(), rule.name()));
    conditions.append(ports(rule.protocol(), "sport", rule.source()));
    conditions.append(addresses("daddr", rule.destination(), rule.name()));
    conditions.append(ports(rule.protocol(), "dport", rule.destination()));
    return conditions.toString();
  }

  private String addresses(String field, SecurityRule.End end, String rule) {
    if (end.groups().size() > 1) {
      throw new IllegalStateException(
          "security rule %s names several application security groups at one end: the lab knows one"
              .formatted(rule));
    }
    if (!end.groups().isEmpty()) {
      return "ip %s @%s ".formatted(field, applicationSets.get(end.groups().get(0)));
    }
    if (end.prefixes().contains("*")) {
      return "";
    }
    if (end.prefixes().size() == 1) {
      return "ip %s %s ".formatted(field, tag(end.prefixes().get(0)));
    }
    return "ip %s { %s } "
        .formatted(
            field, end.prefixes().stream().map(this::literal).collect(Collectors.joining(", ")));
  }

  private String literal(String prefix) {
    if (!Character.isDigit(prefix.charAt(0))) {
      throw new IllegalStateException(
          "a security rule names %s among others: the lab supports a service tag only alone"
              .formatted(prefix));
    }
    return prefix;
  }

  private String tag(String prefix) {
    String spaces =
        network.spaces().stream().map(AddressRange::toString).collect(Collectors.joining(", "));
    return switch (prefix) {
      case "VirtualNetwork" -> "{ %s, %s }".formatted(spaces, PlatformAddress.AZURE.address());
      case "AzureLoadBalancer" -> PlatformAddress.AZURE.address();
      case "Internet" -> "!= { %s }".formatted(spaces);
      default -> {
        if (!Character.isDigit(prefix.charAt(0))) {
          throw new IllegalStateException(
              "a security rule names the service tag "
                  + prefix
                  + ": the lab knows VirtualNetwork, AzureLoadBalancer and Internet");
        }
        yield prefix;
      }
    };
  }

  private static String ports(String protocol, String field, SecurityRule.End end) {
    if (end.ports().isEmpty() || end.ports().contains("*")) {
      return "";
    }
    String which = protocol.equals("tcp") || protocol.equals("udp") ? protocol : "th";
    return "%s %s { %s } ".formatted(which, field, String.join(", ", end.ports()));
  }

  private String addresses(java.util.function.Predicate<Subnet> wanted) {
    List<String> found = new ArrayList<>();
    network.interfaces().stream()
        .filter(nic -> wanted.test(nic.subnet()))
        .forEach(nic -> found.add(nic.address()));
    found.add(network.client());
    return "{ %s }".formatted(String.join(", ", found));
  }

  private String itself() {
    return network.interfaces().stream()
        .map(nic -> nic.address() + " . " + nic.address())
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private static String verdicts(Map<String, String> chains, String verb) {
    return chains.entrySet().stream()
        .map(chain -> "%s : %s %s".formatted(chain.getKey(), verb, chain.getValue()))
        .collect(Collectors.joining(", ", "{ ", " }"));
  }
}
