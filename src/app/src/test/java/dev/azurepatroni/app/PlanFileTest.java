package dev.azurepatroni.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tools read of a cluster. */
class PlanFileTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/prod.plan.json");

  @Test
  void prodHasItsFacts() throws IOException {
    String json = planOf("prod");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, json);
    }

    assertThat(json).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void aZoneWhoseLossStopsWritesIsMarkedAndItsBudgetHasNoWorst() throws IOException {
    JsonNode plan = new ObjectMapper().readTree(planOf("two-zone"));

    JsonNode zone = plan.at("/zones/1");
    assertThat(zone.get("zone").asText()).isEqualTo("3");
    assertThat(zone.get("quorumSurvives").asBoolean()).isFalse();
    assertThat(zone.get("writesContinue").asBoolean()).isFalse();
    assertThat(zone.get("etcdMembersLeft").size())
        .isLessThan(zone.get("etcdMembersNeeded").asInt());
    JsonNode budget =
        List.copyOf(plan.get("rtoBudget").findParents("id")).stream()
            .filter(fault -> fault.get("id").asText().equals("zone-3-lost"))
            .findFirst()
            .orElseThrow();
    assertThat(budget.has("worstSeconds")).isFalse();
  }

  private static String planOf(String stack) throws IOException {
    return StackFolder.read(Path.of("../../stacks")).stacks().stream()
        .filter(loaded -> loaded.name().equals(stack))
        .findFirst()
        .map(loaded -> PlanFile.of(loaded.plan()))
        .orElseThrow()
        .json();
  }
}
