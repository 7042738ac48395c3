package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaVersionRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "1,2", "2,1", "7,9"})
  void oneVersionOrTwoAreTaken(String versions) {
    assertThat(Prod.errors(with(versions))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ;      [];        must have one version
          1,2,3; [1, 2, 3]; must have one version
          3,3;   [3, 3];    names a version twice
          """)
  void anythingElseIsRefused(String versions, String shown, String problem) {
    Finding error = Prod.onlyError(with(versions == null ? "" : versions));

    assertThat(error.path()).isEqualTo("vault.caVersions");
    assertThat(error.value()).isEqualTo(shown);
    assertThat(error.problem()).startsWith(problem);
    assertThat(error.fix()).contains("to trust a new authority too");
  }

  @Test
  void aVersionIsAtLeastOne() {
    assertThat(Prod.onlyError(with("0")).path()).isEqualTo("vault.caVersions[0]");
  }

  private static ClusterSpec with(String versions) {
    List<Integer> numbers =
        Arrays.stream(versions.split(","))
            .filter(text -> !text.isEmpty())
            .map(Integer::valueOf)
            .toList();
    return Prod.with(prod -> prod.vault(vault -> vault.caVersions(numbers)));
  }
}
