package dev.azurepatroni.app.synth;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab", "lab17"})
  void azurermRegistersNothingAndKeepsWhatItHasBegun(String stack) {
    JsonNode azurerm = Stacks.named(stack).json().at("/provider/azurerm/0");

    Assertions.assertThat(azurerm.path("resource_provider_registrations").asText())
        .isEqualTo("none");
    Assertions.assertThat(
            azurerm
                .at("/features/0/persist_id_on_create_before_polling_for_completion")
                .asBoolean())
        .isTrue();
    Assertions.assertThat(azurerm.has("subscription_id")).isFalse();
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
