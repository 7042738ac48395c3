package dev.azurepatroni.lab.balancer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rules as nftables tables. A new flow is hashed over addresses and ports to one of the healthy
 * backends and stays there; what the receiver sees is the client's own address. With no healthy
 * backend new flows are dropped. See learn.microsoft.com, "Azure Load Balancer algorithm" and
 * "health probes".
 */
final class BalancerTable {
  private static final String CHOICE = "ip balancer";
  private static final String IDLE = "ip balancer_idle";

  private BalancerTable() {}

  /** The commands that set where new flows go, in one go. */
  static String choice(List<BalancingRule> rules, Map<BalancingRule, List<String>> healthy) {
    String lines =
        rules.stream()
            .filter(rule -> !healthy.getOrDefault(rule, List.of()).isEmpty())
            .map(rule -> "    " + choice(rule, healthy.get(rule)) + "\n")
            .collect(Collectors.joining());
    return """
        table %1$s
        delete table %1$s
        table %1$s {
          chain new_flows {
            type nat hook prerouting priority dstnat; policy accept;
        %2$s  }
        }
        """
        .formatted(CHOICE, lines);
  }

  private static String choice(BalancingRule rule, List<String> healthy) {
    String backends =
        IntStream.range(0, healthy.size())
            .mapToObj(i -> "%d : %s".formatted(i, healthy.get(i)))
            .collect(Collectors.joining(", "));
    return "ip daddr %1$s %2$s dport %3$d dnat to jhash ip saddr . %2$s sport . ip daddr . %2$s dport mod %4$d map { %5$s }%6$s"
        .formatted(
            rule.address(),
            rule.protocol(),
            rule.port(),
            healthy.size(),
            backends,
            rule.port() == rule.backendPort() ? "" : " : " + rule.backendPort());
  }

  /** The commands that set how long flows may be silent; it counts for flows that begin later. */
  static String idle(List<BalancingRule> rules) {
    List<BalancingRule> tcp = rules.stream().filter(rule -> rule.protocol().equals("tcp")).toList();
    StringBuilder policies = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    StringBuilder silent = new StringBuilder();
    for (int i = 0; i < tcp.size(); i++) {
      BalancingRule rule = tcp.get(i);
      policies.append(
          "  ct timeout idle_%d {\n    protocol tcp;\n    l3proto ip;\n    policy = { established : %d }\n  }\n"
              .formatted(i, rule.idleMinutes() * 60));
      lines.append(
          "    ct state new ip daddr %s tcp dport %d ct timeout set \"idle_%d\"\n"
              .formatted(rule.address(), rule.port(), i));
      if (!rule.reset()) {
        silent.append(
            "    ct state invalid ip daddr %s tcp dport %d drop\n"
                .formatted(rule.address(), rule.port()));
      }
    }
    return """
        table %1$s
        delete table %1$s
        table %1$s {
        %2$s  chain new_flows {
            type filter hook prerouting priority mangle; policy accept;
        %3$s  }
          chain silent {
            type filter hook forward priority -5; policy accept;
        %4$s  }
        }
        """
        .formatted(IDLE, policies, lines, silent);
  }
}
