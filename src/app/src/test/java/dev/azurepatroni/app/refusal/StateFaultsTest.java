package dev.azurepatroni.app.refusal;

import static dev.azurepatroni.app.refusal.StackFiles.problem;
import static dev.azurepatroni.app.refusal.StackFiles.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the state is kept, wrongly said. */
final class StateFaultsTest {
  @TempDir private Path stacks;

  @Test
  void aStateWithoutABackendIsRefusedOnce() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: pgpatroni
              location: germanywestcentral
              state:
                resourceGroup: state-rg
              """))
        .containsExactly(
            problem(
                "prod.yaml:3: state.backend = (missing)",
                "is required",
                "write for example backend: local"));
  }

  @Test
  void anUnknownBackendIsRefusedOnce() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: pgpatroni
              location: germanywestcentral
              state: { backend: azure, container: tfstate }
              """))
        .containsExactly(
            problem(
                "prod.yaml:3: state.backend = azure",
                "must be one of local, azurerm",
                "did you mean azurerm?"));
  }

  @Test
  void azurermWithoutItsAccountIsRefused() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: pgpatroni
              location: germanywestcentral
              state:
                backend: azurerm
                resourceGroup: state-rg
                container: tfstate
              """))
        .containsExactly(
            problem(
                "prod.yaml:3: state.storageAccount = (missing)",
                "the azurerm backend requires it",
                "write its name, for example ordersstate"));
  }

  @Test
  void anAccountNameThatAzureRefusesIsRefused() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: pgpatroni
              location: germanywestcentral
              state:
                backend: azurerm
                resourceGroup: state-rg
                storageAccount: My_State
                container: tfstate
              """))
        .containsExactly(
            problem(
                "prod.yaml:6: state.storageAccount = My_State",
                "must be 3 to 24 lower-case letters and digits",
                "write for example \"ordersstate\", or leave it out"));
  }

  @Test
  void aSettingThatTheLocalBackendWouldIgnoreIsRefused() throws IOException {
    assertThat(
            problemsOf(
                stacks,
                """
              name: pgpatroni
              location: germanywestcentral
              state: { backend: local, key: prod.tfstate }
              """))
        .containsExactly(
            problem(
                "prod.yaml:3: state.key = prod.tfstate",
                "the local backend does not use it",
                "remove it, or write backend: azurerm"));
  }

  @ParameterizedTest
  @CsvSource({
    "resourceGroup, pgpatro#i-state-rg",
    "resourceGroup, ends-with-a-dot.",
    "container, Upper",
    "container, two--dashes",
    "container, ab",
    "key, 'a\tb'",
    "key, a//b",
    "key, /a",
    "key, part./b"
  })
  void aNameThatAzureRefusesIsRefusedAtItsLine(String setting, String name) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("resourceGroup", "state-rg");
    names.put("storageAccount", "pgstate");
    names.put("container", "tfstate");
    names.put(setting, name);
    StringBuilder file =
        new StringBuilder(
            "name: pgpatroni\nlocation: germanywestcentral\nstate:\n  backend: azurerm\n");
    names.forEach((key, value) -> file.append("  %s: \"%s\"\n".formatted(key, value)));

    assertThat(problemsOf(stacks, file.toString()))
        .singleElement()
        .asString()
        .contains(": state." + setting + " = ");
  }
}
