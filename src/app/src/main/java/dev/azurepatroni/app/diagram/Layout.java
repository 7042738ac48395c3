package dev.azurepatroni.app.diagram;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where everything of a drawing stands. Zones are columns, those with databases first, so that
 * replication runs between neighbours; clients come in from above through the poolers, and from
 * below to the databases, so that no way crosses another.
 *
 * @param width of the drawing
 * @param zones panel of each zone
 * @param nodes of the hosts, by name
 * @param poolerLb the pooler load balancer
 * @param databaseLb the database load balancer
 * @param bus height of the way from the poolers to the databases
 */
record Layout(
    int width,
    Map<String, Bounds> zones,
    Map<String, Bounds> nodes,
    Bounds poolerLb,
    Bounds databaseLb,
    int bus) {
  static final int MARGIN = 28;

  /** Left free above the load balancers, for the title and those who connect. */
  static final int ENTRY = 120;

  private static final int PADDING = 14;
  private static final int PANEL_HEAD = 34;
  private static final int BETWEEN_ZONES = 72;
  private static final int BETWEEN_CARDS = 10;
  private static final int BETWEEN_ROWS = 58;
  private static final int BALANCER_HEIGHT = 50;
  private static final int BALANCER_WIDTH = 290;
  private static final int TO_BALANCER = 54;
  private static final int POOLER_HEIGHT = 84;
  private static final int HOST_HEIGHT = 104;
  private static final int NARROWEST_CARD = 284;

  static Layout of(ClusterPlan plan, List<Node> nodes) {
    int cardWidth = nodes.stream().mapToInt(Layout::width).max().orElse(0);
    cardWidth = Math.max(NARROWEST_CARD, cardWidth);
    int panelWidth = cardWidth + 2 * PADDING;
    List<String> zones = plan.hosts().stream().map(Host::zone).distinct().toList();
    int width = 2 * MARGIN + zones.size() * panelWidth + (zones.size() - 1) * BETWEEN_ZONES;

    int top = ENTRY + BALANCER_HEIGHT + TO_BALANCER;
    int upper = tallest(plan, zones, true);
    int lower = tallest(plan, zones, false);
    int upperTop = top + PANEL_HEAD;
    int lowerTop = upperTop + upper + BETWEEN_ROWS;
    int bottom = lowerTop + lower + PADDING;

    Map<String, Bounds> panels = new LinkedHashMap<>();
    Map<String, Bounds> places = new LinkedHashMap<>();
    for (String zone : zones) {
      int x = MARGIN + panels.size() * (panelWidth + BETWEEN_ZONES);
      panels.put(zone, new Bounds(x, top, panelWidth, bottom - top));
      stack(of(plan, zone, true), x + PADDING, upperTop, cardWidth, places);
      stack(of(plan, zone, false), x + PADDING, lowerTop, cardWidth, places);
    }
    return new Layout(
        width,
        panels,
        places,
        balancer(plan.poolers(), places, ENTRY),
        balancer(plan.databases(), places, bottom + TO_BALANCER),
        lowerTop - BETWEEN_ROWS / 2);
  }

  /** Letters are about so wide; fonts differ. */
  private static int width(Node node) {
    int head = 42 + 8 * node.host().name().length() + 8 * node.host().address().toString().length();
    return Math.max(head, 30 + 6 * node.size().length());
  }

  private static List<Host> of(ClusterPlan plan, String zone, boolean pooler) {
    return plan.hosts().stream()
        .filter(host -> host.zone().equals(zone) && (host.role() == HostRole.POOLER) == pooler)
        .toList();
  }

  private static int height(Host host) {
    return host.role() == HostRole.POOLER ? POOLER_HEIGHT : HOST_HEIGHT;
  }

  private static int tallest(ClusterPlan plan, List<String> zones, boolean poolers) {
    return zones.stream()
        .mapToInt(
            zone -> {
              List<Host> hosts = of(plan, zone, poolers);
              int gaps = Math.max(0, hosts.size() - 1) * BETWEEN_CARDS;
              return gaps + hosts.stream().mapToInt(Layout::height).sum();
            })
        .max()
        .orElse(0);
  }

  private static void stack(List<Host> hosts, int x, int y, int width, Map<String, Bounds> places) {
    int at = y;
    for (Host host : hosts) {
      places.put(host.name(), new Bounds(x, at, width, height(host)));
      at += height(host) + BETWEEN_CARDS;
    }
  }

  /** In the middle of those it leads to. */
  private static Bounds balancer(List<Host> hosts, Map<String, Bounds> places, int y) {
    int left =
        hosts.stream().mapToInt(host -> places.get(host.name()).middle()).min().orElseThrow();
    int right =
        hosts.stream().mapToInt(host -> places.get(host.name()).middle()).max().orElseThrow();
    return new Bounds(
        Math.max(MARGIN, (left + right - BALANCER_WIDTH) / 2), y, BALANCER_WIDTH, BALANCER_HEIGHT);
  }

  Bounds node(Host host) {
    return nodes.get(host.name());
  }

  /** The hosts among these that stand at the top, or at the bottom, of their zone's stack. */
  List<Bounds> edges(List<Host> hosts, boolean top) {
    Map<String, List<Host>> byZone =
        hosts.stream()
            .collect(Collectors.groupingBy(Host::zone, LinkedHashMap::new, Collectors.toList()));
    return byZone.values().stream()
        .map(stacked -> node(stacked.get(top ? 0 : stacked.size() - 1)))
        .toList();
  }
}
