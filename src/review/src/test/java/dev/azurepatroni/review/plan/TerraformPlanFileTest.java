package dev.azurepatroni.review.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformPlanFileTest {
  @TempDir Path folder;

  @Test
  void masksSensitiveValuesOnEitherSideAndMarksUnknownOnes() throws IOException {
    assertThat(
            only(
                """
                {"actions": ["update"],
                 "before": {"password": "hunter2", "id": "a", "list": [{"key": "k1"}], "same": "hidden"},
                 "after": {"password": "hunter3", "list": [{"key": "k2"}], "same": "hidden"},
                 "after_unknown": {"id": true},
                 "before_sensitive": {"password": true, "same": true},
                 "after_sensitive": {"password": true, "list": [{"key": true}], "same": true}}
                """))
        .containsExactly(
            new AttributeChange("id", "\"a\"", "(known after apply)", false),
            new AttributeChange("list[0].key", "\"k1\"", "(secret)", false),
            new AttributeChange("password", "(secret)", "(secret)", false));
  }

  @Test
  void masksASensitivePartOfAValue() throws IOException {
    assertThat(
            only(
                """
                {"actions": ["update"],
                 "before": {"list": [{"key": "k1", "name": "n"}]},
                 "after": {"list": []},
                 "before_sensitive": {"list": [{"key": true}]},
                 "after_sensitive": {}}
                """))
        .singleElement()
        .extracting(AttributeChange::before)
        .isEqualTo("[{\"key\":\"(secret)\",\"name\":\"n\"}]");
  }

  @Test
  void masksAnUnknownSensitiveValue() throws IOException {
    assertThat(
            only(
                """
                {"actions": ["create"], "before": null, "after": {},
                 "after_unknown": {"value": true}, "after_sensitive": {"value": true}}
                """))
        .containsExactly(new AttributeChange("value", "(none)", "(secret)", false));
  }

  @Test
  void marksTheCauseOfAReplacement() throws IOException {
    assertThat(
            only(
                """
                {"actions": ["delete", "create"],
                 "before": {"os_disk": [{"name": "a", "size": 1}], "zone": "1"},
                 "after": {"os_disk": [{"name": "b", "size": 1.0}], "zone": "2"},
                 "replace_paths": [["os_disk", 0, "name"]]}
                """))
        .containsExactly(
            new AttributeChange("os_disk[0].name", "\"a\"", "\"b\"", true),
            new AttributeChange("zone", "\"1\"", "\"2\"", false));
  }

  @Test
  void takesATaintedWaitForACreation() throws IOException {
    TerraformPlan plan =
        TerraformPlanFile.read(
            written(
                """
                {"format_version": "1.2", "resource_changes": [
                  {"address": "terraform_data.wait", "type": "terraform_data", "name": "wait",
                   "action_reason": "replace_because_tainted",
                   "change": {"actions": ["delete", "create"],
                     "before": {"id": "a", "triggers_replace": {"role": "r"}},
                     "after": {"triggers_replace": {"role": "r"}},
                     "after_unknown": {"id": true}, "before_sensitive": {}}},
                  {"address": "azurerm_lb.db", "type": "azurerm_lb", "name": "db",
                   "action_reason": "replace_because_tainted",
                   "change": {"actions": ["delete", "create"], "before": {}, "after": {}}}]}
                """));

    assertThat(plan.resources())
        .extracting(ResourceChange::address, ResourceChange::action, ResourceChange::tainted)
        .containsExactly(
            tuple("azurerm_lb.db", Action.REPLACE, true),
            tuple("terraform_data.wait", Action.CREATE, false));
  }

  @Test
  void refusesAnotherFile() throws IOException {
    assertThatThrownBy(() -> TerraformPlanFile.read(folder.resolve("none.json")))
        .hasMessageContaining("cannot be read: run terraform show -json");
    assertThatThrownBy(() -> TerraformPlanFile.read(written("{\"format_version\": \"2.0\"}")))
        .hasMessageContaining("is not a plan");
    assertThatThrownBy(() -> TerraformPlanFile.read(written("# plan")))
        .hasMessageContaining("is not JSON");
  }

  private java.util.List<AttributeChange> only(String change) throws IOException {
    TerraformPlan plan =
        TerraformPlanFile.read(
            written(
                """
                {"format_version": "1.2", "resource_changes": [
                  {"address": "a.b", "type": "a", "name": "b", "change": %s}]}
                """
                    .formatted(change)));
    return plan.resources().get(0).changes();
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.json"), text);
  }
}
