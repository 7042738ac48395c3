package dev.azurepatroni.review.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSummaryTest {
  @TempDir Path folder;

  @Test
  void readsABudgetWithoutAnEndAndIgnoresUnknownFields() throws IOException {
    ClusterSummary summary =
        ClusterSummary.read(
            written(
                """
                {"cluster": "a", "later": 1,
                 "connections": {"max": 500, "reserved": 50, "poolers": 2, "perPooler": 225},
                 "rtoBudget": [{"id": "zone-3-lost", "title": "t", "bestSeconds": 0, "reason": "r"}]}
                """));

    assertThat(summary.known()).isTrue();
    assertThat(summary.rtoBudget())
        .containsExactly(new ClusterSummary.Budget("zone-3-lost", "t", 0, null, "r"));
    assertThat(summary.zones()).isEmpty();
    assertThat(summary.connections()).isEqualTo(new ClusterSummary.Connections(500, 2, 225, 0, 50));
  }

  @Test
  void aMissingFileIsUnknown() throws IOException {
    assertThat(ClusterSummary.read(folder.resolve("none.json")).known()).isFalse();
  }

  @Test
  void refusesAnotherFileAndNamesIt() throws IOException {
    Path plan = written("{\"format_version\": \"1.2\"}");

    assertThatThrownBy(() -> ClusterSummary.read(plan))
        .hasMessage(plan + " has no cluster or no connections: run bin/synth again");
    assertThatThrownBy(() -> ClusterSummary.read(written("# plan")))
        .hasMessageContaining("is not a plan.json");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.json"), text);
  }
}
