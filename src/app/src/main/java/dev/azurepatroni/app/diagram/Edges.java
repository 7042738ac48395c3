package dev.azurepatroni.app.diagram;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.List;

/** What flows between the parts of a drawing. */
final class Edges {
  private static final int LABEL_HEIGHT = 20;
  private static final int REPLICATION_LINE = 32;
  private static final int VOTE_LINE = 74;

  private final Svg svg;
  private final ClusterPlan plan;
  private final Layout layout;

  private Edges(Svg svg, ClusterPlan plan, Layout layout) {
    this.svg = svg;
    this.plan = plan;
    this.layout = layout;
  }

  static void draw(Svg svg, ClusterPlan plan, Layout layout) {
    Edges edges = new Edges(svg, plan, layout);
    edges.clientsToPoolers();
    edges.poolersToDatabases();
    edges.balancerToDatabases();
    edges.replication();
    edges.votes();
  }

  private void clientsToPoolers() {
    Bounds from = layout.poolerLb();
    int bend = from.bottom() + (top() - from.bottom()) / 2;
    for (Bounds pooler : layout.edges(plan.poolers(), true)) {
      svg.line(
          "edge pooler-edge",
          List.of(
              from.middle(),
              from.bottom(),
              from.middle(),
              bend,
              pooler.middle(),
              bend,
              pooler.middle(),
              pooler.y()));
    }
  }

  private int top() {
    return layout.zones().values().iterator().next().y();
  }

  /** Each pooler reaches each database, and leads to the leader. */
  private void poolersToDatabases() {
    List<Bounds> poolers = layout.edges(plan.poolers(), false);
    List<Bounds> databases = layout.edges(plan.databases(), true);
    for (Bounds pooler : poolers) {
      for (Bounds database : databases) {
        svg.line(
            "edge pooler-edge",
            List.of(
                pooler.middle(),
                pooler.bottom(),
                pooler.middle(),
                layout.bus(),
                database.middle(),
                layout.bus(),
                database.middle(),
                database.y()));
      }
    }
    int middle = (middle(poolers) + middle(databases)) / 2;
    label("pooler-ink", middle, layout.bus(), "to the leader");
  }

  private static int middle(List<Bounds> bounds) {
    return (int) bounds.stream().mapToInt(Bounds::middle).average().orElse(0);
  }

  private void balancerToDatabases() {
    Bounds from = layout.databaseLb();
    int bottom = layout.zones().values().iterator().next().bottom();
    int bend = bottom + (from.y() - bottom) / 2;
    for (Bounds database : layout.edges(plan.databases(), false)) {
      svg.line(
          "edge database-edge",
          List.of(
              from.middle(),
              from.y(),
              from.middle(),
              bend,
              database.middle(),
              bend,
              database.middle(),
              database.bottom()));
    }
    label("database-ink", from.middle(), bend, "to the leader");
  }

  private void replication() {
    List<Host> databases = plan.databases();
    for (int i = 1; i < databases.size(); i++) {
      Bounds one = layout.node(databases.get(i - 1));
      Bounds other = layout.node(databases.get(i));
      if (one.x() == other.x()) {
        svg.line(
            "edge replication", List.of(one.middle(), one.bottom(), other.middle(), other.y()));
      } else {
        int y = one.y() + REPLICATION_LINE;
        svg.line("edge replication", List.of(one.right(), y, other.x(), y));
        label("replication-ink", (one.right() + other.x()) / 2, y, mode());
      }
    }
  }

  /** Between the votes of neighbouring zones; one on a pooler has a mark only. */
  private void votes() {
    List<Bounds> voters =
        plan.voters().stream()
            .filter(host -> host.role() != HostRole.POOLER)
            .map(layout::node)
            .toList();
    for (int i = 1; i < voters.size(); i++) {
      Bounds one = voters.get(i - 1);
      Bounds other = voters.get(i);
      if (one.x() < other.x()) {
        int y = one.y() + VOTE_LINE;
        svg.line("edge votes", List.of(one.right(), y, other.x(), y));
        label("vote-ink", (one.right() + other.x()) / 2, y, "etcd");
      }
    }
  }

  private String mode() {
    return switch (plan.spec().patroni().synchronousMode()) {
      case OFF -> "asynchronous";
      case ON, AUTO -> "synchronous";
      case QUORUM -> "quorum";
    };
  }

  private void label(String classes, int x, int y, String text) {
    int width = 18 + 6 * text.length();
    svg.box("label", new Bounds(x - width / 2, y - LABEL_HEIGHT / 2, width, LABEL_HEIGHT), 10);
    svg.text("middle small " + classes, x, y + 4, text);
  }
}
