package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terraform's state compared with the inventory: imported, of an older version, drifted. */
class StateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final SmallStack small = SmallStack.read();

  private Terraform deployed() {
    Terraform terraform = Terraform.in(folder).configure(small.json());
    terraform.init();
    terraform.apply().succeeded();
    return terraform;
  }

  @Test
  void anImportedResourceNeedsNoChange() throws IOException {
    try (Terraform terraform = deployed()) {
      JsonNode state = terraform.state();
      Files.delete(folder.resolve("terraform.tfstate"));
      for (JsonNode resource : state.at("/values/root_module/resources")) {
        if (resource.path("mode").asText().equals("managed")) {
          terraform
              .run(
                  "import",
                  "-no-color",
                  resource.path("address").asText(),
                  resource.at("/values/id").asText())
              .succeeded();
        }
      }
      terraform.hasNothingToDo();
    }
  }

  @Test
  void anUnknownIdCannotBeImported() throws IOException {
    try (Terraform terraform = deployed()) {
      terraform.run("state", "rm", "azurerm_managed_disk.spare").succeeded();
      assertThat(
              terraform
                  .run("import", "-no-color", "azurerm_managed_disk.spare", "/subscriptions/none")
                  .failed()
                  .flat())
          .contains(
              "Cannot import non-existent remote object",
              "While attempting to import an existing object to \"azurerm_managed_disk.spare\"");
    }
  }

  @Test
  void stateOfAnOlderVersionIsUpgraded() throws IOException {
    try (Terraform terraform = deployed()) {
      Path file = folder.resolve("terraform.tfstate");
      JsonNode state = JSON.readTree(file.toFile());
      for (JsonNode resource : state.path("resources")) {
        for (JsonNode instance : resource.path("instances")) {
          ((ObjectNode) instance).put("schema_version", 0);
          ((ObjectNode) instance.path("attributes")).remove("timeouts");
          ((ObjectNode) instance.path("attributes")).put("forgotten_since", "a string");
        }
      }
      ((ObjectNode) state).put("serial", state.path("serial").asLong() + 1);
      JSON.writeValue(file.toFile(), state);

      terraform.hasNothingToDo();
    }
  }

  @Test
  void aDeletedResourceIsCreatedAgain() {
    try (Terraform terraform = deployed()) {
      StoredResource rule = terraform.inventory().ofType("azurerm_network_security_rule").get(0);
      terraform.inventory().remove(rule.id());

      assertThat(terraform.plan().lines())
          .containsExactly("create azurerm_network_security_rule.ssh");
    }
  }

  @Test
  void aChangedResourceIsRestored() {
    try (Terraform terraform = deployed()) {
      StoredResource rule = terraform.inventory().ofType("azurerm_network_security_rule").get(0);
      terraform
          .inventory()
          .put(
              new StoredResource(
                  rule.id(), rule.type(), rule.state().with("access", Value.of("Deny"))));

      assertThat(terraform.plan().lines())
          .containsExactly("update azurerm_network_security_rule.ssh: access");
    }
  }

  @Test
  void theOrderOfASetDoesNotMatter() {
    ArrayNode space =
        (ArrayNode) small.resource("azurerm_virtual_network.net").path("address_space");
    space.insert(0, "10.1.0.0/16");
    try (Terraform terraform = deployed()) {
      space.removeAll().add("10.0.0.0/16").add("10.1.0.0/16");
      terraform.configure(small.json()).hasNothingToDo();
    }
  }

  /** Validation finds it before a plan. */
  @Test
  void anInvalidArgumentIsReportedWithItsAddress() {
    small.resource("azurerm_key_vault_secret.secret").put("value_wo", "another");
    try (Terraform terraform = Terraform.in(folder).configure(small.json())) {
      terraform.init();
      assertThat(terraform.run("validate", "-no-color").failed().flat())
          .contains("one of `value,value_wo` must be specified", "azurerm_key_vault_secret.secret");
    }
  }
}
