package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.azure.AzureProvider;
import dev.azurepatroni.emulator.inventory.DiskResourceStore;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.CallLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every creation ends early once: refused, begun by Azure, or created and not read. Terraform's
 * state gets what azurerm leaves in it; imports and another apply complete it.
 */
class InterruptedCreationsTest {
  private static final Pattern EXISTS =
      Pattern.compile(
          "(?:a resource with the ID|an association between) \"([^\"]+)\".* already exists - to be managed via"
              + " Terraform this (?:resource|association) needs to be imported into the State\\..*");

  /** Each layer of the configuration fails, is refused as existing, and is imported. */
  private static final int MOST_APPLIES = 30;

  @TempDir static Path complete;
  private static Set<String> everything;

  @BeforeAll
  static void deployWithoutFaults() {
    try (Terraform terraform = Terraform.in(complete).configure(SmallStack.read().json())) {
      terraform.init();
      terraform.apply().succeeded();
      everything = ids(terraform);
    }
  }

  private static Set<String> ids(Terraform terraform) {
    return terraform.inventory().all().stream().map(StoredResource::id).collect(Collectors.toSet());
  }

  private static Set<String> types(Path folder) throws Exception {
    try (DiskResourceStore inventory = DiskResourceStore.open(folder, Duration.ZERO)) {
      return new AzureProvider(inventory, List.of(), CallLog.none()).resources().keySet();
    }
  }

  @Test
  void theConfigurationHasEveryType(@TempDir Path folder) throws Exception {
    assertThat(
            SmallStack.read().json().path("resource").properties().stream()
                .map(Map.Entry::getKey)
                .toList())
        .containsExactlyInAnyOrderElementsOf(types(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "fails, false, none",
    "fails-late, false, all",
    "fails-late, true, some",
    "tainted, false, none"
  })
  void everyCreationEndsEarlyOnce(
      String kind, boolean persistsIds, String orphaned, @TempDir Path folder) throws Exception {
    ObjectNode config = SmallStack.read().json();
    config
        .withObject("/provider/azurerm/features")
        .put("persist_id_on_create_before_polling_for_completion", persistsIds);
    String[] faults =
        types(folder.resolve("none")).stream()
            .map(type -> "create:" + type + ":" + kind + "=1")
            .toArray(String[]::new);
    Map<String, String> imports = new TreeMap<>();
    try (Terraform terraform = Terraform.in(folder.resolve("stack"), faults).configure(config)) {
      terraform.init();
      int applies = 0;
      for (List<JsonNode> errors = terraform.errors();
          !errors.isEmpty();
          errors = terraform.importing(imports).errors()) {
        assertThat(++applies).isLessThan(MOST_APPLIES);
        errors.forEach(error -> complete(terraform, error, imports));
      }
      terraform.hasNothingToDo();
      assertThat(ids(terraform)).isEqualTo(everything);
    }
    List<String> types = imports.keySet().stream().map(one -> one.split("\\.", -1)[0]).toList();
    switch (orphaned) {
      case "none" -> assertThat(types).isEmpty();
      case "all" -> assertThat(types).contains("azurerm_linux_virtual_machine", "azurerm_lb_rule");
      default ->
          assertThat(Set.copyOf(types))
              .containsExactlyInAnyOrder(
                  "azurerm_resource_group",
                  "azurerm_user_assigned_identity",
                  "azurerm_key_vault_secret",
                  "azurerm_monitor_data_collection_rule",
                  "azurerm_monitor_data_collection_rule_association",
                  "azurerm_monitor_diagnostic_setting",
                  "azurerm_storage_container",
                  "azurerm_storage_management_policy",
                  "azurerm_virtual_machine_data_disk_attachment",
                  "azurerm_network_interface_backend_address_pool_association");
    }
  }

  /** Imports what exists; a role assignment has no id in its error and is deleted. */
  private static void complete(Terraform terraform, JsonNode error, Map<String, String> imports) {
    String summary = error.path("summary").asText();
    Matcher exists = EXISTS.matcher(summary);
    if (exists.matches()) {
      imports.put(error.path("address").asText(), exists.group(1));
    } else if (summary.contains("RoleAssignmentExists")) {
      String state = terraform.state().toString();
      terraform.inventory().ofType("azurerm_role_assignment").stream()
          .map(StoredResource::id)
          .filter(id -> !state.contains(id))
          .forEach(terraform.inventory()::remove);
    } else {
      assertThat(summary).contains("injected by --fault");
    }
  }

  /** Azure goes on with what it began; Terraform's state does not have it. */
  @Test
  void aCreationInterruptedByCtrlCExistsOutsideOfTheState(@TempDir Path folder) {
    try (Terraform terraform =
        Terraform.in(folder, "create:azurerm_lb:slow=20s").configure(SmallStack.read().json())) {
      terraform.init();
      assertThat(terraform.applyUntil("create azurerm_lb/lb is delayed").failed().flat())
          .contains(
              "creating Load Balancer \"lb\": polling after CreateOrUpdate: context canceled");
      assertThat(terraform.inventory().ofType("azurerm_lb")).hasSize(1);
      assertThat(terraform.run("state", "list").succeeded().printed())
          .doesNotContain("azurerm_lb.");
    }
    try (Terraform terraform = Terraform.in(folder)) {
      String id = terraform.inventory().ofType("azurerm_lb").get(0).id();
      assertThat(terraform.apply().failed().flat())
          .contains("a resource with the ID \"" + id + "\" already exists");
      terraform.importing(Map.of("azurerm_lb.lb", id)).apply().succeeded();
      terraform.hasNothingToDo();
      assertThat(ids(terraform)).isEqualTo(everything);
    }
  }
}
