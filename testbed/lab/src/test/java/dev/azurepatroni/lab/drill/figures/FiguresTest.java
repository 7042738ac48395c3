package dev.azurepatroni.lab.drill.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.lab.drill.injection.LabFault;
import dev.azurepatroni.lab.drill.injection.LabFaults;
import dev.azurepatroni.topology.budget.FaultKind;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.deployment.DeployedCluster;
import dev.azurepatroni.verify.deployment.DeployedCluster.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FiguresTest {
  @TempDir private Path folder;

  private static List<LabFault> faults() {
    return LabFaults.of(deployment(), List.of("1", "2", "3"));
  }

  /** A cluster that can meet every fault. */
  private static DeployedCluster deployment() {
    return new DeployedCluster(
        new Endpoint("pooler", "10.50.1.11", 6432),
        new Endpoint("database", "10.50.1.10", 5432),
        List.of(new Endpoint("pglab-1", "10.50.1.4", 5432)),
        List.of(new Endpoint("pglab-pgb-1", "10.50.1.6", 6432)),
        Map.of("pglab-1", "10.50.1.4"),
        List.of("pglab-1", "pglab-witness"),
        1000,
        Stream.of(FaultKind.values()).map(fault -> new Budget(fault, 0, 30)).toList(),
        Map.of());
  }

  @Test
  void whatWasTriedIsThereAgainAfterAStop() throws IOException {
    LabFault fault = faults().get(0);
    Figures first = new Figures(folder);
    first.log().add(DrillRuns.of(fault.id(), 2, 3, 4));
    Figures second = new Figures(folder);
    second.log().add(DrillRuns.of(fault.id(), 5, 6, 7));

    assertThat(new Figures(folder).log().of(fault))
        .containsExactly(DrillRuns.of(fault.id(), 2, 3, 4), DrillRuns.of(fault.id(), 5, 6, 7));
  }

  @Test
  void aLineThatIsNoRunIsNamed() throws IOException {
    new Figures(folder).log().add(DrillRuns.of("planned-switchover", 2, 3, 4));
    Files.writeString(
        folder.resolve("runs.jsonl"),
        Files.readString(folder.resolve("runs.jsonl")) + "{\"fault\": \"swi");

    assertThatThrownBy(() -> new Figures(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("runs.jsonl, line 2 is no run")
        .hasMessageEndingWith("delete the line");
  }

  @Test
  void aRunOfAnUnknownFaultIsAnError() throws IOException {
    new Figures(folder).log().add(DrillRuns.of("switchover", 2, 3, 4));

    assertThatThrownBy(() -> new Figures(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("runs.jsonl, line 1: unknown fault id 'switchover'");
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new Figures(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is a file: name a folder for the results");
  }

  @Test
  void everyRunIsAMarkInThePlot() throws Exception {
    Figures figures = new Figures(folder);
    for (LabFault fault : faults()) {
      figures.log().add(DrillRuns.of(fault.id(), 2, 3, 4));
      figures.log().add(DrillRuns.of(fault.id(), 71, 3, 4));
    }
    List<Summary> summaries = figures.summaries(faults(), deployment().budget());
    figures.write(summaries, "bin/lab drill --all", "2 cores");

    Document plot =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("drills.svg").toFile());
    // Two more of them explain what they mean.
    assertThat(plot.getElementsByTagName("circle").getLength()).isEqualTo(faults().size() * 4 + 2);
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("`bin/lab drill --all`", "2 cores", "| planned switchover")
        .doesNotContain("What must not happen");
  }

  @Test
  void everyFaultHasADrill() {
    assertThat(faults()).extracting(LabFault::kind).containsExactlyInAnyOrder(FaultKind.values());
  }

  @Test
  void aClusterWithoutATieBreakerCannotLoseIt() {
    DeployedCluster all = deployment();
    DeployedCluster without =
        new DeployedCluster(
            all.pooler(),
            all.database(),
            all.databases(),
            all.poolers(),
            all.hosts(),
            List.of("pglab-1"),
            all.maxClients(),
            all.budget(),
            all.secrets());
    assertThat(LabFaults.of(without, List.of("1", "3")))
        .extracting(LabFault::kind)
        .doesNotContain(FaultKind.TIE_BREAKER_LOST, FaultKind.ZONE_2_LOST)
        .contains(FaultKind.ZONE_3_LOST);
  }
}
