package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsOf;
import static dev.azurepatroni.app.refusal.StackFiles.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is required and not there. */
final class MissingSettingsTest {
  @TempDir private Path stacks;

  @Test
  void whatIsRequiredIsAskedForWithAnExample() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              zones: ["1", "3"]
              """))
        .containsExactly(
            problem(
                "prod.yaml:1: name = (missing)",
                "is required",
                "write for example name: pgpatroni"),
            problem(
                "prod.yaml:1: location = (missing)",
                "is required",
                "write for example location: germanywestcentral"),
            problem(
                "prod.yaml:1: state = (missing)",
                "is required",
                "write for example state: { backend: local }"));
  }

  @Test
  void anEmptyRequiredValueIsAskedForWithAnExample() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name:
              location: germanywestcentral
              state: { backend: local }
              """))
        .containsExactly(
            problem(
                "prod.yaml:1: name = (empty)",
                "has no value",
                "write for example name: pgpatroni"));
  }

  @Test
  void anEmptyValueIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database:
                nodes:
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: database.nodes = (empty)",
                "has no value",
                "write one, or drop the key for the default"));
  }

  @Test
  void anEmptySectionIsRefused() throws IOException {
    assertThat(problemsWith(stacks, "database:\n"))
        .containsExactly(
            problem(
                "prod.yaml:4: database = (empty)",
                "has no value",
                "write one, or drop the key for the default"));
  }

  @Test
  void anEmptyEntryOfAListIsRefused() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              zones:
                - "1"
                -
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: zones[1] = (empty)",
                "has no value",
                "write one, or remove the entry"));
  }

  @Test
  void anEmptyTextIsNoName() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: ""
              location: germanywestcentral
              state: { backend: local }
              """))
        .containsExactly(
            problem(
                "prod.yaml:1: name = \"\"",
                "must be 2 to 21 lower-case letters, digits and single dashes, starting with a letter",
                "write for example \"pgpatroni\""));
  }

  @Test
  void aDiskHasToSayAllThreeFigures() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              database:
                dataDisk: { sizeGb: 1024 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: database.dataDisk.iops = (missing)",
                "is required",
                "write for example iops: 20000"),
            problem(
                "prod.yaml:5: database.dataDisk.mbps = (missing)",
                "is required",
                "write for example mbps: 600"));
  }

  @Test
  void aVmSizeHasToSayItsFigures() throws IOException {
    assertThat(
            problemsWith(
                stacks,
                """
              vmSizes:
                Standard_D8s_v6: { vcpus: 8, iops: 12800, mbps: 424 }
              """))
        .containsExactly(
            problem(
                "prod.yaml:5: vmSizes.Standard_D8s_v6.memoryGib = (missing)",
                "is required",
                "write for example memoryGib: 32"));
  }
}
