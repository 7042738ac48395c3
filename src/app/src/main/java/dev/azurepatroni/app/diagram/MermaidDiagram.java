package dev.azurepatroni.app.diagram;

import dev.azurepatroni.constructs.cluster.ClusterPorts;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.SynchronousMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws a cluster as a Mermaid flowchart, which pages and reviews render from the text. */
final class MermaidDiagram {
  private final ClusterPlan plan;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder("flowchart TB\n");

  private MermaidDiagram(ClusterPlan plan) {
    this.plan = plan;
    plan.hosts().forEach(host -> ids.put(host.name(), "host" + (ids.size() + 1)));
  }

  static String of(ClusterPlan plan) {
    return new MermaidDiagram(plan).drawn();
  }

  private String drawn() {
    line("applications([applications])");
    line(
        "poolerLb[\"pooler load balancer<br/>%s:%d\"]"
            .formatted(plan.poolerLb(), ClusterPorts.PGBOUNCER));
    line("sessions([direct sessions, ETL])");
    line(
        "databaseLb[\"database load balancer<br/>%s:%d, the leader\"]"
            .formatted(plan.databaseLb(), ClusterPorts.POSTGRESQL));
    plan.hosts().stream().map(Host::zone).distinct().forEach(this::zone);
    line("applications --> poolerLb");
    line("poolerLb --> %s".formatted(all(plan.poolers())));
    line("%s --> %s".formatted(all(plan.poolers()), all(plan.databases())));
    line("sessions --> databaseLb");
    line("databaseLb --> %s".formatted(all(plan.databases())));
    chain(plan.databases(), replication());
    chain(plan.voters(), "-.-|etcd|");
    return text.toString();
  }

  private void zone(String zone) {
    line("subgraph zone%s[zone %s]".formatted(zone, zone));
    plan.hosts().stream()
        .filter(host -> host.zone().equals(zone))
        .forEach(host -> line("  %s[\"%s\"]".formatted(id(host), words(host))));
    line("end");
  }

  private String words(Host host) {
    List<String> programs = new ArrayList<>(Node.of(plan, host).programs());
    if (host.voter()) {
      programs.add("etcd vote");
    }
    return "<b>%s</b><br/>%s<br/>%s"
        .formatted(host.name(), host.address(), String.join(", ", programs));
  }

  private String replication() {
    return plan.spec().patroni().synchronousMode() == SynchronousMode.OFF
        ? "<-.->|asynchronous|"
        : "<==>|synchronous|";
  }

  private String id(Host host) {
    return ids.get(host.name());
  }

  private String all(List<Host> hosts) {
    return hosts.stream().map(this::id).collect(Collectors.joining(" & "));
  }

  /** Each to the next. */
  private void chain(List<Host> hosts, String link) {
    for (int i = 1; i < hosts.size(); i++) {
      line("%s %s %s".formatted(id(hosts.get(i - 1)), link, id(hosts.get(i))));
    }
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }
}
