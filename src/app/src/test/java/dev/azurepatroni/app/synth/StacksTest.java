package dev.azurepatroni.app.synth;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StacksTest {
  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab", "lab17"})
  void noTokenIsLeftUnresolvedAndNoNameUsedTwice(String stack) {
    assertThat(Stacks.named(stack)).hasNoTraps().hasDistinctAzureNames();
  }

  @Test
  void theOriginalLayoutWarnsOfTheZoneWhoseLossLosesQuorumAndTheOthersHaveNone() {
    Assertions.assertThat(Stacks.named("two-zone").annotations())
        .anySatisfy(
            warning -> Assertions.assertThat(warning).startsWith("@cdktf/warn").contains("zone 3"));
    for (String stack : new String[] {"prod", "lab", "lab17"}) {
      Assertions.assertThat(Stacks.named(stack).annotations())
          .noneMatch(
              warning -> warning.startsWith("@cdktf/warn") && warning.contains("loses quorum"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab", "lab17"})
  void everyStackSaysWhereItsStateIsKept(String stack) {
    String backend = stack.startsWith("lab") ? "local" : "azurerm";
    Assertions.assertThat(Stacks.named(stack).json().at("/terraform/backend").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(backend);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab", "lab17"})
  void outputsAreLiteralsAndSecretsAreFetchedByCommands(String stack) {
    Assertions.assertThat(Stacks.named(stack).json().path("output").toString())
        .contains("az keyvault secret show")
        .doesNotContain("${");
  }
}
