package dev.azurepatroni.review.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDigestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void doesNotDependOnOrderAndTime() throws IOException {
    PlanDigest other =
        changed(
            plan -> {
              plan.put("timestamp", "2030-01-01T00:00:00Z");
              ArrayNode all = (ArrayNode) plan.path("resource_changes");
              all.insert(0, all.remove(all.size() - 1));
            });

    assertThat(other).isEqualTo(PlanDigest.of(Scenario.plan("tag")));
  }

  @Test
  void dependsOnValues() throws IOException {
    PlanDigest reviewed = PlanDigest.of(Scenario.plan("tag"));
    PlanDigest other =
        changed(
            plan -> ((ObjectNode) plan.at("/resource_changes/0/change/after/tags")).put("a", "b"));

    assertThat(other.digest()).isNotEqualTo(reviewed.digest());
    assertThat(other.differencesFrom(reviewed))
        .singleElement()
        .asString()
        .startsWith("reviewed with other values: update ");
  }

  @Test
  void namesAddedAndMissingParts() throws IOException {
    PlanDigest reviewed = PlanDigest.of(Scenario.plan("tag"));
    PlanDigest less = changed(plan -> ((ArrayNode) plan.path("resource_changes")).remove(0));

    assertThat(less.differencesFrom(reviewed))
        .singleElement()
        .asString()
        .startsWith("reviewed, but not planned now: update ");
    assertThat(reviewed.differencesFrom(less))
        .singleElement()
        .asString()
        .startsWith("not reviewed: update ");
  }

  @Test
  void canBeReadWithAndWithoutParts() throws IOException {
    PlanDigest digest = PlanDigest.of(Scenario.plan("zone"));

    assertThat(PlanDigest.parse(digest.text())).isEqualTo(digest);
    PlanDigest alone = PlanDigest.parse(digest.digest());
    assertThat(digest.differencesFrom(alone)).isEmpty();
    assertThat(PlanDigest.of(Scenario.plan("tag")).differencesFrom(alone))
        .hasSize(Scenario.plan("tag").resources().size())
        .allMatch(line -> line.startsWith("planned now: update "));
  }

  @Test
  void refusesOtherText() {
    assertThatThrownBy(() -> PlanDigest.parse("prod"))
        .hasMessage(
            "\"prod\" is not the digest of a plan: a digest has 32 hexadecimal digits; copy it from"
                + " the review's comment");
  }

  private PlanDigest changed(Consumer<ObjectNode> change) throws IOException {
    ObjectNode plan = (ObjectNode) JSON.readTree(Scenario.planFile("tag").toFile());
    change.accept(plan);
    Path file = folder.resolve("plan.json");
    JSON.writeValue(file.toFile(), plan);
    return PlanDigest.of(TerraformPlanFile.read(file));
  }
}
