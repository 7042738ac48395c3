package dev.azurepatroni.app.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TopologyDiagramTest {
  private static Stream<Named<ClusterPlan>> shapes() {
    return Stream.of(
        shape("prod", spec -> {}),
        shape("two zones", spec -> spec.etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER))),
        shape(
            "three databases, seven poolers, on the internet",
            spec ->
                spec.database(database -> database.nodes(3))
                    .zones(List.of("1", "2", "3"))
                    .poolers(poolers -> poolers.nodes(7))
                    .publicEndpoint(
                        publicEndpoint ->
                            publicEndpoint.enabled(true).clientCidrs(List.of("203.0.113.0/24")))),
        shape("a long name", spec -> spec.name("orders-of-the-shop")));
  }

  private static Named<ClusterPlan> shape(String name, Consumer<ClusterSpecBuilder> change) {
    ClusterSpecBuilder spec =
        ClusterSpecBuilder.builder(ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral"));
    change.accept(spec);
    return Named.of(name, ClusterPlan.of(spec.build()));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void thePictureNamesEveryHostEndpointAndVote(ClusterPlan plan) throws Exception {
    List<String> texts = texts(parsed(TopologyDiagram.svg(plan)));

    for (Host host : plan.hosts()) {
      assertThat(texts).contains(host.name(), host.address().toString());
    }
    assertThat(texts)
        .contains(plan.poolerLb() + ":6432", plan.databaseLb() + ":5432")
        .filteredOn("etcd vote"::equals)
        .hasSameSizeAs(plan.voters());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void noHostCoversAnotherOrLeavesItsZone(ClusterPlan plan) {
    List<Node> nodes = plan.hosts().stream().map(host -> Node.of(plan, host)).toList();
    Layout layout = Layout.of(plan, nodes);

    List<Host> hosts = plan.hosts();
    IntStream.range(0, hosts.size())
        .forEach(
            i -> {
              Bounds box = layout.node(hosts.get(i));
              assertThat(within(box, layout.zones().get(hosts.get(i).zone()))).isTrue();
              hosts.subList(i + 1, hosts.size()).stream()
                  .map(layout::node)
                  .forEach(other -> assertThat(apart(box, other)).isTrue());
            });
  }

  @Test
  void aZoneWhoseLossLosesQuorumIsMarked() {
    ClusterPlan fatal = shapes().skip(1).findFirst().orElseThrow().getPayload();

    assertThat(TopologyDiagram.svg(fatal))
        .contains("writes stop until it is back; 1 of 3 etcd members left, 2 needed")
        .contains("<circle class=\"bad\"");
    assertThat(TopologyDiagram.svg(shapes().findFirst().orElseThrow().getPayload()))
        .doesNotContain("<circle class=\"bad\"");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theFlowchartHasEveryHostInItsZone(ClusterPlan plan) {
    String chart = TopologyDiagram.mermaid(plan);

    assertThat(chart).startsWith("flowchart TB\n");
    for (Host host : plan.hosts()) {
      String zone = chart.substring(chart.indexOf("subgraph zone" + host.zone()));
      assertThat(zone.substring(0, zone.indexOf("  end\n")))
          .contains("<b>%s</b><br/>%s<br/>".formatted(host.name(), host.address()));
    }
  }

  private static boolean within(Bounds box, Bounds around) {
    return box.x() >= around.x()
        && box.right() <= around.right()
        && box.y() >= around.y()
        && box.bottom() <= around.bottom();
  }

  private static boolean apart(Bounds one, Bounds other) {
    return one.right() <= other.x()
        || other.right() <= one.x()
        || one.bottom() <= other.y()
        || other.bottom() <= one.y();
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
