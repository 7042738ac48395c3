package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.TopologyPlan;
import dev.azurepatroni.topology.spec.ClusterSpec;
import freemarker.core.InvalidReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final Path FOLDER = Path.of("../../templates");

  private final Templates templates = new Templates();
  private final HostModel host = host();

  private static HostModel host() {
    ClusterSpec spec = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");
    Topology prod = TopologyPlan.of(spec).topology().orElseThrow();
    return HostModel.of(prod, prod.hosts().get(0));
  }

  @Test
  void everyTemplateIsInTheTableAndTheTableNamesNoOther() throws IOException {
    List<String> templatesOnDisk;
    try (Stream<Path> files = Files.walk(FOLDER)) {
      templatesOnDisk =
          files
              .filter(file -> file.toString().endsWith(".ftl"))
              .map(file -> FOLDER.relativize(file).toString())
              .toList();
    }

    assertThat(FileTable.entries())
        .extracting(FileTable.Entry::template)
        .containsExactlyInAnyOrderElementsOf(templatesOnDisk);
  }

  @Test
  void theTableNamesRolesOwnersAndModesThatExist() {
    List<String> folders = Stream.of(HostRole.values()).map(HostRole::folder).toList();
    assertThat(FileTable.entries())
        .allMatch(entry -> folders.contains(entry.role()))
        .allMatch(entry -> entry.path().startsWith("/"))
        .allMatch(entry -> entry.owner().matches("[a-z_-]+:[a-z_-]+"))
        .allMatch(entry -> entry.mode().matches("0[0-7]{3}"));
  }

  @Test
  void whatTheModelDoesNotHaveIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("test/undefined.ftl", host))
        .withMessageContaining("test/undefined.ftl")
        .withMessageContaining("pgpatroni-1")
        .withCauseInstanceOf(InvalidReferenceException.class);
  }

  @Test
  void numbersHaveNoSeparators() {
    assertThat(templates.render("test/numbers.ftl", host)).isEqualTo("1234567 0.5\n");
  }

  @Test
  void theShellsOwnInterpolationIsLeftAlone() {
    assertThat(templates.render("test/shell.ftl", host))
        .isEqualTo("echo \"${HOME}\" '#{x}' 'it'\\''s pgpatroni-1'\n");
  }

  @Test
  void quotingANumberIsAnErrorBecauseItNeedsNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("test/quoted-number.ftl", host));
  }
}
