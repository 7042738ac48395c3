package dev.azurepatroni.app.diagram;

import dev.azurepatroni.constructs.cluster.ClusterPorts;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.PublicEndpointSpec;
import java.util.List;
import java.util.Locale;

/** Draws a cluster as SVG, in the colours of light and dark pages. */
final class SvgDiagram {
  private static final int CHIP_HEIGHT = 20;
  private static final int CHIP_GAP = 6;
  private static final int ENTRY_HEIGHT = 36;
  private static final int ENTRY_TOP = 50;
  private static final int ENTRY_WIDTH = 250;
  private static final int BELOW = 34;

  private final ClusterPlan plan;
  private final List<Node> nodes;
  private final Layout layout;
  private final Svg svg = new Svg();

  private SvgDiagram(ClusterPlan plan) {
    this.plan = plan;
    this.nodes = plan.hosts().stream().map(host -> Node.of(plan, host)).toList();
    this.layout = Layout.of(plan, nodes);
  }

  static String of(ClusterPlan plan) {
    return new SvgDiagram(plan).drawn();
  }

  private String drawn() {
    Bounds database = layout.databaseLb();
    int entry = database.bottom() + BELOW;
    int legend = entry + ENTRY_HEIGHT + BELOW;
    Legend words = new Legend(plan);
    int height = legend + words.height();

    svg.box("page", new Bounds(0, 0, layout.width(), height), 12);
    title();
    layout.zones().forEach(this::panel);
    Edges.draw(svg, plan, layout);
    entries(entry);
    balancer(layout.poolerLb(), "pooler", "pooler load balancer", poolerEndpoint());
    balancer(database, "database", "database load balancer", databaseEndpoint());
    nodes.forEach(node -> node(node, layout.node(node.host())));
    words.draw(svg, Layout.MARGIN, legend, layout.width() - 2 * Layout.MARGIN);
    return svg.document(
        layout.width(),
        height,
        "%s: %d hosts in %d zones of %s"
            .formatted(
                plan.spec().name(),
                plan.hosts().size(),
                layout.zones().size(),
                plan.spec().location()),
        Style.SHEET,
        Style.ARROWS);
  }

  private String poolerEndpoint() {
    return plan.poolerLb() + ":" + ClusterPorts.PGBOUNCER;
  }

  private String databaseEndpoint() {
    return plan.databaseLb() + ":" + ClusterPorts.POSTGRESQL;
  }

  private void title() {
    svg.text("title", Layout.MARGIN, 32, plan.spec().name());
    svg.text(
        "faint end",
        layout.width() - Layout.MARGIN,
        32,
        "%s · subnet %s".formatted(plan.spec().location(), plan.spec().network().subnet()));
  }

  private void panel(String zone, Bounds panel) {
    svg.box("zone", panel, 12);
    svg.text("zone-name", panel.x() + 14, panel.y() + 22, "zone " + zone);
  }

  private void entries(int below) {
    Bounds pooler = layout.poolerLb();
    PublicEndpointSpec open = plan.spec().publicEndpoint();
    String clients = ranges(plan.spec().network().clientCidrs());
    entry(
        new Bounds(pooler.middle() - ENTRY_WIDTH / 2, ENTRY_TOP, ENTRY_WIDTH, ENTRY_HEIGHT),
        "applications",
        open.enabled() ? clients + ", internet" : clients);
    int middle = layout.databaseLb().middle();
    entry(
        new Bounds(middle - ENTRY_WIDTH / 2, below, ENTRY_WIDTH, ENTRY_HEIGHT),
        "direct sessions, ETL",
        clients);
    svg.line(
        "edge client",
        List.of(pooler.middle(), ENTRY_TOP + ENTRY_HEIGHT, pooler.middle(), pooler.y()));
    svg.line("edge client", List.of(middle, below, middle, layout.databaseLb().bottom()));
  }

  private static String ranges(List<String> cidrs) {
    return cidrs.size() > 1 ? cidrs.get(0) + " and " + (cidrs.size() - 1) + " more" : cidrs.get(0);
  }

  private void entry(Bounds box, String who, String from) {
    svg.box("entry", box, ENTRY_HEIGHT / 2);
    svg.text("middle strong", box.middle(), box.y() + 16, who);
    svg.text("middle faint small", box.middle(), box.y() + 29, from);
  }

  private void balancer(Bounds box, String role, String name, String endpoint) {
    svg.box("node " + role, box);
    svg.text("middle strong", box.middle(), box.y() + 21, name);
    svg.text("middle mono " + role + "-ink", box.middle(), box.y() + 39, endpoint);
  }

  private void node(Node node, Bounds box) {
    Host host = node.host();
    String role = host.role().name().toLowerCase(Locale.ROOT);
    svg.box("node " + role, box);
    svg.box("bar " + role, new Bounds(box.x(), box.y() + 10, 4, box.height() - 20), 2);
    svg.text("strong", box.x() + 16, box.y() + 23, host.name());
    svg.text("mono end", box.right() - 12, box.y() + 23, host.address().toString());
    svg.text("faint small", box.x() + 16, box.y() + 41, node.size());
    int x = box.x() + 16;
    int y = box.y() + 52;
    for (String program : node.programs()) {
      x = chip("chip", x, y, program);
    }
    if (host.voter()) {
      chip("chip vote", x, y, "etcd vote");
    }
    if (!node.disks().isEmpty()) {
      svg.text("faint small", box.x() + 16, box.y() + 90, node.disks());
    }
  }

  private int chip(String classes, int x, int y, String text) {
    int width = 16 + Math.round(6.2f * text.length());
    svg.box(classes, new Bounds(x, y, width, CHIP_HEIGHT), CHIP_HEIGHT / 2);
    svg.text(classes.replace("chip", "chip-ink") + " middle", x + width / 2, y + 14, text);
    return x + width + CHIP_GAP;
  }
}
