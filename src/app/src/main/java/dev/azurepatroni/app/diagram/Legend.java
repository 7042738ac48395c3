package dev.azurepatroni.app.diagram;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.quorum.ZoneLoss;
import java.util.List;

/** Below a drawing: what the loss of each zone leaves. */
final class Legend {
  private static final int HEAD = 26;
  private static final int LINE = 22;
  private static final int FOOT = 18;

  private final List<ZoneLoss> losses;

  Legend(ClusterPlan plan) {
    this.losses = plan.quorum().losses();
  }

  int height() {
    return HEAD + losses.size() * LINE + FOOT;
  }

  void draw(Svg svg, int x, int y, int width) {
    svg.line("rule", List.of(x, y, x + width, y));
    int at = y + HEAD;
    for (ZoneLoss loss : losses) {
      svg.dot(loss.writesContinue() ? "good" : "bad", x + 5, at - 4, 5);
      svg.text("strong", x + 20, at, "zone %s lost".formatted(loss.zone()));
      svg.text(
          loss.writesContinue() ? "faint" : "bad-ink",
          x + 120,
          at,
          "%s; %d of %d etcd members left, %d needed; replicas left: %s"
              .formatted(
                  loss.writesContinue() ? "writes continue" : "writes stop until it is back",
                  loss.votersLeft().size(),
                  loss.votersLeft().size() + loss.votersLost().size(),
                  loss.votesNeeded(),
                  Host.names(loss.replicasLeft())));
      at += LINE;
    }
  }
}
