package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.inventory.StoredResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow, throttled and failing operations; the next apply completes a failed one. */
class ApiFaultsTest {
  @TempDir static Path synthesised;
  @TempDir static Path complete;
  private static ObjectNode lab;
  private static Set<String> everything;

  @BeforeAll
  static void deployWithoutFaults() {
    lab = new Synthesis().with("lab", "lab").synthesise(synthesised).get("lab");
    try (Terraform terraform = Terraform.in(complete).configure(lab)) {
      terraform.init();
      terraform.apply().succeeded();
      everything = ids(terraform);
    }
  }

  private static Set<String> ids(Terraform terraform) {
    return terraform.inventory().all().stream().map(StoredResource::id).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create:azurerm_lb_rule:fails",
        "create:azurerm_linux_virtual_machine/pglab-2:fails",
        "create:azurerm_key_vault_secret:fails",
        "create:azurerm_role_assignment:fails",
        "create:azurerm_subnet:fails",
        "create:azurerm_linux_virtual_machine/pglab-1:tainted",
        "create:azurerm_lb:tainted"
      })
  void aSecondApplyCompletesAFailedOne(String fault, @TempDir Path folder) {
    try (Terraform terraform = Terraform.in(folder, fault).configure(lab)) {
      terraform.init();
      assertThat(terraform.apply().failed().flat())
          .contains(
              "unexpected status 500 (500 Internal Server Error)",
              "An error occurred, injected by --fault.");
      assertThat(ids(terraform)).isNotEqualTo(everything);
    }
    try (Terraform terraform = Terraform.in(folder)) {
      terraform.apply().succeeded();
      terraform.hasNothingToDo();
      assertThat(ids(terraform)).isEqualTo(everything);
    }
  }

  @Test
  void aFaultWithCountOneFailsOneApply(@TempDir Path folder) {
    try (Terraform terraform =
        Terraform.in(folder, "create:azurerm_managed_disk/pglab-1-wal:fails=1").configure(lab)) {
      terraform.init();
      terraform.apply().failed();
      terraform.apply().succeeded();
      terraform.hasNothingToDo();
    }
  }

  @Test
  void aThrottledOperationSucceedsAfterRetries(@TempDir Path folder) {
    try (Terraform terraform =
        Terraform.in(folder, "create:azurerm_virtual_network:throttled=3").configure(lab)) {
      terraform.init();
      terraform.apply().succeeded();
      assertThat(terraform.log().lines().filter(line -> line.contains("429 TooManyRequests")))
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete:azurerm_network_interface:fails=1",
        "update:azurerm_managed_disk:fails=1",
        "read:azurerm_subnet:fails=1"
      })
  void aFailedUpdateOrDeleteKeepsEveryResource(String fault, @TempDir Path folder) {
    try (Terraform terraform = Terraform.in(folder, fault).configure(Synthesis.unprotected(lab))) {
      terraform.init();
      terraform.apply().succeeded();
      if (fault.startsWith("update")) {
        ObjectNode changed = Synthesis.unprotected(lab);
        changed
            .at("/resource/azurerm_managed_disk")
            .forEach(disk -> ((ObjectNode) disk).put("disk_size_gb", 16));
        terraform.configure(changed).apply().failed();
        assertThat(ids(terraform)).isEqualTo(everything);
        terraform.apply().succeeded();
        terraform.hasNothingToDo();
      } else {
        terraform.destroy().failed();
        assertThat(ids(terraform)).isNotEmpty();
        terraform.destroy().succeeded();
        assertThat(ids(terraform)).isEmpty();
      }
    }
  }

  /** 500 resources: slow operations run in parallel, up to Terraform's parallelism. */
  @Test
  void slowOperationsDoNotBlockOthers(@TempDir Path folder) {
    ObjectNode many = SmallStack.file("small.tf.json");
    ObjectNode groups = many.withObject("/resource/azurerm_application_security_group");
    ObjectNode identities = many.withObject("/resource/azurerm_user_assigned_identity");
    for (int i = 0; i < 240; i++) {
      ObjectNode one = many.at("/resource/azurerm_network_security_group/nsg").deepCopy();
      groups.set("group" + i, one.deepCopy().put("name", "group" + i));
      identities.set("identity" + i, one.put("name", "identity" + i));
    }
    try (Terraform terraform =
        Terraform.in(folder, "create:azurerm_application_security_group:slow=200ms")
            .configure(many)) {
      terraform.init();
      terraform.apply().succeeded();

      assertThat(terraform.inventory().all()).hasSizeGreaterThan(500);
      assertThat(mostAtOnce(terraform.log().lines().toList())).isEqualTo(10);
    }
  }

  private static int mostAtOnce(List<String> log) {
    int now = 0;
    int most = 0;
    for (String line : log) {
      if (line.endsWith("is delayed")) {
        now++;
      } else if (line.endsWith("continues")) {
        now--;
      }
      most = Math.max(most, now);
    }
    return most;
  }
}
