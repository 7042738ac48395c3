package dev.azurepatroni.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.deployment.Deployment;
import dev.azurepatroni.verify.deployment.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FiguresTest {
  /** What the stack `lab` puts out, as synthesised: the same values a deployment has. */
  private static final Path LAB = Path.of("../app/src/test/resources/golden/lab.json");

  @TempDir private Path folder;

  private static List<Fault> faults() throws IOException {
    return Faults.of(deployment(), List.of("1", "2", "3"));
  }

  private static Deployment deployment() throws IOException {
    return Outputs.parse(
        new ObjectMapper().readTree(LAB.toFile()).path("output").toString(), LAB.toString());
  }

  @Test
  void whatWasTriedIsThereAgainAfterAStop() throws IOException {
    Fault fault = faults().get(0);
    Figures first = new Figures(folder);
    first.book().add(Trials.of(fault.id(), 2, 3, 4));
    Figures second = new Figures(folder);
    second.book().add(Trials.of(fault.id(), 5, 6, 7));

    assertThat(new Figures(folder).book().of(fault))
        .containsExactly(Trials.of(fault.id(), 2, 3, 4), Trials.of(fault.id(), 5, 6, 7));
  }

  @Test
  void aLineThatIsNoTrialIsNamed() throws IOException {
    new Figures(folder).book().add(Trials.of("switchover", 2, 3, 4));
    Files.writeString(
        folder.resolve("trials.jsonl"),
        Files.readString(folder.resolve("trials.jsonl")) + "{\"fault\": \"swi");

    assertThatThrownBy(() -> new Figures(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("trials.jsonl, line 2 is no trial")
        .hasMessageEndingWith("delete the line");
  }

  @Test
  void everyTrialIsAMarkInThePlot() throws Exception {
    Figures figures = new Figures(folder);
    for (Fault fault : faults()) {
      figures.book().add(Trials.of(fault.id(), 2, 3, 4));
      figures.book().add(Trials.of(fault.id(), 71, 3, 4));
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
        .doesNotContain("What should not have been");
  }

  @Test
  void theBudgetKnowsEveryFaultThatCallsOnIt() throws IOException {
    assertThat(faults())
        .filteredOn(it -> it.budget().isPresent())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            it ->
                assertThat(Summary.of(it, List.of(), deployment().budget()).budget())
                    .as(it.id())
                    .isPresent());
  }

  @Test
  void everyFaultHasAnIdOfItsOwn() throws IOException {
    assertThat(faults()).extracting(Fault::id).doesNotHaveDuplicates();
  }
}
