package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.spec.ClusterSpec;
import freemarker.core.InvalidReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  private static final Path FOLDER = Path.of("../../templates");
  private static final Path AGENT = Path.of("../hostagent/azure_patroni");
  private static final String CHANGE = "(reload|restart):[a-z0-9@{}*.-]+";

  private final Templates templates = new Templates();
  private final Map<String, Object> model = Map.of("host", host());

  private static HostModel host() {
    ClusterSpec spec = ClusterSpec.ofDefaults("pgpatroni", "germanywestcentral");
    ClusterPlan prod = ClusterPlan.of(spec);
    return new HostModel(prod, prod.hosts().get(0));
  }

  @Test
  void everyFileOfTheFolderIsInTheTableAndTheTableNamesNoOther() throws IOException {
    List<String> onDisk = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString())
          .filter(file -> !file.equals("files.csv"))
          .map(file -> file.replaceFirst("\\.ftl$", ""))
          .forEach(onDisk::add);
    }
    try (Stream<Path> files = Files.walk(AGENT)) {
      files
          .filter(file -> file.toString().endsWith(".py"))
          .map(file -> "hostagent/" + AGENT.relativize(file))
          .forEach(onDisk::add);
    }

    assertThat(FileTable.entries())
        .extracting(FileTable.Entry::source)
        .as("lines of templates/files.csv, files next to it and modules of the host agent")
        .containsExactlyInAnyOrderElementsOf(onDisk);
  }

  @Test
  void aFileIsEitherCopiedOrRendered() {
    assertThat(FileTable.entries())
        .filteredOn(entry -> Files.exists(FOLDER.resolve(entry.source())))
        .allMatch(entry -> !Files.exists(FOLDER.resolve(entry.source() + ".ftl")));
  }

  @Test
  void scriptsAreCopiedSoThatTheirTestsReadWhatHostsRun() {
    assertThat(FileTable.entries())
        .filteredOn(entry -> entry.path().startsWith("/usr/lib/azure-patroni/"))
        .allMatch(entry -> templates.verbatim(entry.source()));
  }

  @Test
  void theTableNamesRolesModesAndChangesThatExist() {
    List<String> folders = Stream.of(Component.values()).map(Component::folder).toList();
    assertThat(FileTable.entries())
        .allMatch(entry -> folders.contains(entry.role()))
        .allMatch(entry -> entry.path().startsWith("/"))
        // Users of packages do not exist when cloud-init writes files.
        .allMatch(entry -> entry.owner().equals("root:root"))
        .allMatch(entry -> entry.mode().matches("0[0-7]{3}"))
        .allMatch(entry -> entry.change().matches("-|" + CHANGE + "( " + CHANGE + ")*"))
        .allMatch(entry -> !entry.perProcess() || entry.role().equals("pooler"));
  }

  @Test
  void noHostGetsAFileTwice() {
    for (String role : List.of("etcd", "database", "pooler")) {
      assertThat(FileTable.entries())
          .filteredOn(entry -> List.of("common", "etcd", role).contains(entry.role()))
          .extracting(FileTable.Entry::path)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aLineWithoutAFileIsAnErrorThatNamesBothItCouldBe() {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("common/etc/nowhere", model))
        .withMessageContaining("templates/files.csv")
        .withMessageContaining("templates/common/etc/nowhere or")
        .withMessageContaining("templates/common/etc/nowhere.ftl");
  }

  @Test
  void whatTheModelDoesNotHaveIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("test/undefined", model))
        .withMessageContaining("test/undefined.ftl")
        .withMessageContaining("pgpatroni-1")
        .withCauseInstanceOf(InvalidReferenceException.class);
  }

  /** What a template of a pull request could try. */
  @ParameterizedTest
  @ValueSource(strings = {"command", "file", "api", "class"})
  void aTemplateRunsNothingAndReadsNoOtherFile(String means) {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("test/hostile-" + means, model));
    assertThat(Path.of("hostile-ran")).doesNotExist();
  }

  @Test
  void numbersHaveNoSeparators() {
    assertThat(templates.render("test/numbers", model)).isEqualTo("1234567 0.5\n");
  }

  @Test
  void theShellsOwnInterpolationIsLeftAlone() {
    assertThat(templates.render("test/shell", model))
        .isEqualTo("echo \"${HOME}\" '#{x}' 'it'\\''s pgpatroni-1'\n");
  }

  @Test
  void quotingANumberIsAnErrorBecauseItNeedsNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> templates.render("test/quoted-number", model));
  }
}
