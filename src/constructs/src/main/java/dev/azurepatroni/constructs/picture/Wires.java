package dev.azurepatroni.constructs.picture;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.List;

/** What flows between the parts of a drawing. */
final class Wires {
  private static final int LABEL_HEIGHT = 20;
  private static final int REPLICATION_LINE = 32;
  private static final int VOTE_LINE = 74;

  private final Svg svg;
  private final ClusterPlan plan;
  private final Layout layout;

  private Wires(Svg svg, ClusterPlan plan, Layout layout) {
    this.svg = svg;
    this.plan = plan;
    this.layout = layout;
  }

  static void draw(Svg svg, ClusterPlan plan, Layout layout) {
    Wires wires = new Wires(svg, plan, layout);
    wires.clientsToPoolers();
    wires.poolersToDatabases();
    wires.balancerToDatabases();
    wires.replication();
    wires.votes();
  }

  private void clientsToPoolers() {
    Box from = layout.poolerLb();
    int bend = from.bottom() + (top() - from.bottom()) / 2;
    for (Box pooler : layout.edges(plan.poolers(), true)) {
      svg.line(
          "wire pooler-wire",
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
    List<Box> poolers = layout.edges(plan.poolers(), false);
    List<Box> databases = layout.edges(plan.databases(), true);
    for (Box pooler : poolers) {
      for (Box database : databases) {
        svg.line(
            "wire pooler-wire",
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

  private static int middle(List<Box> boxes) {
    return (int) boxes.stream().mapToInt(Box::middle).average().orElse(0);
  }

  private void balancerToDatabases() {
    Box from = layout.databaseLb();
    int bottom = layout.zones().values().iterator().next().bottom();
    int bend = bottom + (from.y() - bottom) / 2;
    for (Box database : layout.edges(plan.databases(), false)) {
      svg.line(
          "wire database-wire",
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
      Box one = layout.card(databases.get(i - 1));
      Box other = layout.card(databases.get(i));
      if (one.x() == other.x()) {
        svg.line(
            "wire replication", List.of(one.middle(), one.bottom(), other.middle(), other.y()));
      } else {
        int y = one.y() + REPLICATION_LINE;
        svg.line("wire replication", List.of(one.right(), y, other.x(), y));
        label("replication-ink", (one.right() + other.x()) / 2, y, mode());
      }
    }
  }

  /** Between the votes of neighbouring zones; one on a pooler has a mark only. */
  private void votes() {
    List<Box> voters =
        plan.voters().stream()
            .filter(host -> host.role() != HostRole.POOLER)
            .map(layout::card)
            .toList();
    for (int i = 1; i < voters.size(); i++) {
      Box one = voters.get(i - 1);
      Box other = voters.get(i);
      if (one.x() < other.x()) {
        int y = one.y() + VOTE_LINE;
        svg.line("wire votes", List.of(one.right(), y, other.x(), y));
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
    svg.box("label", new Box(x - width / 2, y - LABEL_HEIGHT / 2, width, LABEL_HEIGHT), 10);
    svg.text("middle small " + classes, x, y + 4, text);
  }
}
