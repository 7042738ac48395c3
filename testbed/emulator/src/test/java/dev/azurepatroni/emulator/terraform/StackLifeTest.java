package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.inventory.StoredResource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploys and destroys whole stacks. */
class StackLifeTest {
  @TempDir static Path synthesised;
  private static final Map<String, ObjectNode> STACKS = new HashMap<>();

  @BeforeAll
  static void synthesise() {
    Synthesis synthesis = new Synthesis();
    for (String stack : new String[] {"prod", "two-zone", "lab"}) {
      synthesis.with(stack, stack);
    }
    synthesis.with(
        "three-nodes",
        "lab",
        "database:\n  nodes: 2",
        "database:\n  nodes: 3",
        "etcd:\n  tieBreaker: witness\n  witness: { zone: \"2\" }",
        "etcd: { tieBreaker: none }",
        "zones: [\"1\", \"3\"]",
        "zones: [\"1\", \"2\", \"3\"]");
    STACKS.putAll(synthesis.synthesise(synthesised));
    STACKS.putAll(Synthesis.examples(synthesised));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab", "three-nodes"})
  void deploysOnceProtectsItsDisksAndIsDestroyedCompletely(String stack, @TempDir Path folder) {
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get(stack))) {
      terraform.init();
      assertThat(terraform.run("validate", "-no-color").succeeded().printed())
          .contains("The configuration is valid.");
      assertThat(terraform.plan().lines()).allMatch(line -> line.startsWith("create "));
      terraform.applyPlan().succeeded();

      terraform.hasNothingToDo();

      assertThat(terraform.destroy().failed().flat())
          .contains("Error: Instance cannot be destroyed", "has lifecycle.prevent_destroy set");
      terraform.configure(Synthesis.unprotected(STACKS.get(stack))).destroy().succeeded();
      assertThat(terraform.inventory().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"reporting, 5", "shop, 10", "proxy, 2"})
  void anExampleDeploysIntoExistingResources(
      String stack, int machines, @TempDir Path folder, @TempDir Path elsewhere) {
    try (Terraform terraform = Terraform.in(folder)) {
      terraform.configure(SmallStack.file("around-the-examples.tf.json")).init();
      terraform.apply().succeeded();
      List<StoredResource> before = terraform.inventory().all();

      // A second state over the same cloud does not own the existing resources.
      terraform.keepStateIn(elsewhere).configure(STACKS.get(stack)).init();
      terraform.apply().succeeded();
      terraform.hasNothingToDo();
      assertThat(terraform.inventory().ofType("azurerm_linux_virtual_machine")).hasSize(machines);

      terraform.configure(Synthesis.unprotected(STACKS.get(stack))).destroy().succeeded();
      assertThat(terraform.inventory().all()).isEqualTo(before);
    }
  }
}
