package dev.azurepatroni.review.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.review.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanDigestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VM = "azurerm_linux_virtual_machine.pgpatroni-pgb-3";
  private static final String ROLE =
      "azurerm_role_assignment.pgpatroni-pgb-3-reads-pgpatroni-ca-certificate";

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
        .hasSize(Scenario.plan("tag").resources().size() + 1)
        .allMatch(line -> line.matches("planned now: (update .*|configure providers)"));
  }

  @Test
  void refusesOtherText() {
    assertThatThrownBy(() -> PlanDigest.parse("prod"))
        .hasMessage(
            "\"prod\" is not the digest of a plan: a digest has 32 hexadecimal digits; copy it from"
                + " the review's comment");
  }

  /** What takes effect and no attribute of the plan shows; each with the part that names it. */
  static Stream<Arguments> effects() {
    return Stream.of(
        effect("boot code of a new VM", VM, plan -> after(plan, 0).put("custom_data", "b3RoZXI=")),
        effect("programs of a new VM", VM, plan -> after(plan, 0).put("user_data", "b3RoZXI=")),
        effect(
            "a command on the machine that deploys",
            VM,
            plan ->
                block(plan, 0)
                    .putArray("provisioners")
                    .addObject()
                    .put("type", "local-exec")
                    .putObject("expressions")
                    .putObject("command")
                    .put("constant_value", "true")),
        effect(
            "who is given a role",
            ROLE,
            plan -> reference(plan, "principal_id", "azurerm_user_assigned_identity.other")),
        effect(
            "on what a role is given",
            ROLE,
            plan -> reference(plan, "scope", "azurerm_key_vault.pgpatroni-kv.id")),
        effect(
            "what a write-only value is made from",
            VM,
            plan ->
                ((ObjectNode) block(plan, 0).path("expressions"))
                    .putObject("value_wo")
                    .putArray("references")
                    .add("random_password.other")),
        effect("a dependency", VM, plan -> block(plan, 0).putArray("depends_on").add("a.b")),
        effect("the number of instances", VM, plan -> block(plan, 0).putObject("count_expression")),
        effect("another alias", VM, plan -> block(plan, 0).put("provider_config_key", "other")),
        effect(
            "another provider",
            VM,
            plan -> change(plan, 0).put("provider_name", "registry.terraform.io/evil/azurerm")),
        effect(
            "the configuration of a provider",
            "configure providers",
            plan ->
                ((ObjectNode) plan.at("/configuration/provider_config/azurerm"))
                    .put("version_constraint", "*")),
        effect(
            "an import",
            VM,
            plan ->
                ((ObjectNode) change(plan, 0).path("change"))
                    .putObject("importing")
                    .put("id", "/subscriptions/x")),
        effect("a move", VM, plan -> change(plan, 0).put("previous_address", "a.b")),
        effect(
            "a deposed object",
            VM + " (deposed 1a2b3c4d)",
            plan -> change(plan, 0).put("deposed", "1a2b3c4d")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("effects")
  void dependsOnWhatNoAttributeShows(String what, String part, Consumer<ObjectNode> change)
      throws IOException {
    PlanDigest reviewed = PlanDigest.of(Scenario.plan("pooler"));
    PlanDigest other = changed("pooler", change);

    assertThat(other.digest()).isNotEqualTo(reviewed.digest());
    assertThat(other.differencesFrom(reviewed)).anyMatch(line -> line.endsWith(part));
  }

  @Test
  void aPathDoesNotPassForAnotherChange() {
    AttributeChange first = new AttributeChange("a", "1", "2", false);
    AttributeChange second = new AttributeChange("b", "3", "4", false);
    AttributeChange both = new AttributeChange("a\n1\n2\nfalse\nb", "3", "4", false);

    assertThat(digest(both).digest()).isNotEqualTo(digest(first, second).digest());
  }

  @Test
  void anAddressDoesNotPassForAnotherResource() {
    assertThat(outputs(change("a"), change("b")).digest())
        .isNotEqualTo(outputs(change("a=[], update output.b")).digest());
  }

  private static OutputChange change(String name) {
    return new OutputChange(name, Action.UPDATE, List.of());
  }

  private static PlanDigest outputs(OutputChange... outputs) {
    return PlanDigest.of(new TerraformPlan(List.of(), List.of(outputs), List.of(), ""));
  }

  private static PlanDigest digest(AttributeChange... changes) {
    ResourceChange resource = new ResourceChange("a.b", "a", "b", Action.UPDATE, List.of(changes));
    return PlanDigest.of(new TerraformPlan(List.of(resource), List.of(), List.of(), ""));
  }

  @Test
  void dependsOnTheOrderOfAReplacement() throws IOException {
    PlanDigest reviewed = PlanDigest.of(Scenario.plan("zone"));
    PlanDigest other =
        changed(
            "zone",
            plan -> {
              for (JsonNode one : plan.path("resource_changes")) {
                if (one.at("/change/actions").toString().equals("[\"delete\",\"create\"]")) {
                  ((ObjectNode) one.path("change")).putArray("actions").add("create").add("delete");
                }
              }
            });

    assertThat(other.digest()).isNotEqualTo(reviewed.digest());
  }

  @Test
  void aPlanOfImportsOrMovesAloneIsNotEmpty() throws IOException {
    for (Consumer<ObjectNode> change :
        List.<Consumer<ObjectNode>>of(
            one -> ((ObjectNode) one.path("change")).putObject("importing").put("id", "x"),
            one -> one.put("previous_address", "a.b"))) {
      TerraformPlan plan =
          plan(
              "tag",
              root -> {
                ArrayNode all = (ArrayNode) root.path("resource_changes");
                ObjectNode first = (ObjectNode) all.get(0);
                all.removeAll().add(first);
                ((ObjectNode) first.path("change")).putArray("actions").add("no-op");
                root.remove("output_changes");
                change.accept(first);
              });

      assertThat(plan.empty()).isFalse();
      assertThat(plan.resources())
          .singleElement()
          .matches(one -> one.action() == Action.IMPORT || one.action() == Action.MOVE);
    }
  }

  private static Arguments effect(String what, String part, Consumer<ObjectNode> change) {
    return Arguments.of(what, part, change);
  }

  private static ObjectNode change(ObjectNode plan, int index) {
    return (ObjectNode) plan.path("resource_changes").get(index);
  }

  private static ObjectNode after(ObjectNode plan, int index) {
    return (ObjectNode) change(plan, index).at("/change/after");
  }

  private static ObjectNode block(ObjectNode plan, int index) {
    return (ObjectNode) plan.at("/configuration/root_module/resources").get(index);
  }

  private static void reference(ObjectNode plan, String attribute, String to) {
    ((ObjectNode) block(plan, 2).at("/expressions/" + attribute)).putArray("references").add(to);
  }

  private PlanDigest changed(Consumer<ObjectNode> change) throws IOException {
    return changed("tag", change);
  }

  private PlanDigest changed(String scenario, Consumer<ObjectNode> change) throws IOException {
    return PlanDigest.of(plan(scenario, change));
  }

  private TerraformPlan plan(String scenario, Consumer<ObjectNode> change) throws IOException {
    ObjectNode plan = (ObjectNode) JSON.readTree(Scenario.planFile(scenario).toFile());
    change.accept(plan);
    Path file = folder.resolve("plan.json");
    JSON.writeValue(file.toFile(), plan);
    return TerraformPlanFile.read(file);
  }
}
