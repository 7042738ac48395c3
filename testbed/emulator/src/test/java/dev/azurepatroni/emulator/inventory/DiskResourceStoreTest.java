package dev.azurepatroni.emulator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.emulator.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskResourceStoreTest {
  private static final StoredResource DISK =
      new StoredResource(
          "/Some/Disk",
          "azurerm_managed_disk",
          Value.of(Map.of("name", Value.of("disk"), "size", Value.of(4))));
  private static final StoredResource SECRET =
      new StoredResource(
          "https://vault/secret/1",
          "azurerm_key_vault_secret",
          Value.of(Map.of("name", Value.of("secret"))),
          Map.of("value", "p"));

  @TempDir Path folder;

  private DiskResourceStore open() throws IOException, InventoryBusyException {
    return DiskResourceStore.open(folder, Duration.ZERO);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().contains(".json")).toList();
    }
  }

  @Test
  void anItemIsStoredForTheNextRun() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(DISK);
      inventory.put(SECRET);
    }
    try (DiskResourceStore inventory = open()) {
      assertThat(inventory.all()).containsExactlyInAnyOrder(DISK, SECRET);
      assertThat(inventory.ofType("azurerm_managed_disk")).containsExactly(DISK);
    }
  }

  @Test
  void idsIgnoreCase() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(DISK);
      assertThat(inventory.find("/some/DISK")).contains(DISK);
      inventory.remove("/SOME/disk");
      assertThat(inventory.all()).isEmpty();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void onlyTheOwnerCanReadIt() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(SECRET);
    }
    assertThat(files()).singleElement().asString().contains("azurerm_key_vault_secret/secret-");
    assertThat(Files.readString(files().get(0)).lines())
        .contains("  \"id\" : \"https://vault/secret/1\",");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  /** As a process leaves it that is killed during a write. */
  @Test
  void anIncompleteFileIsDiscardedAndThePreviousOneStays() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(DISK);
    }
    Path complete = files().get(0);
    Files.writeString(
        complete.resolveSibling(complete.getFileName() + ".new"), "{ \"id\" : \"/Some/D");
    try (DiskResourceStore inventory = open()) {
      assertThat(inventory.all()).containsExactly(DISK);
      assertThat(files()).containsExactly(complete);
    }
  }

  @Test
  void anInvalidFileIsNamed() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(DISK);
    }
    Files.writeString(files().get(0), "{ \"id\" : ");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files().get(0).toString())
        .hasMessageContaining("Repair or delete it");
  }

  @Test
  void twoRunsCannotUseIt() throws Exception {
    try (DiskResourceStore inventory = open()) {
      inventory.put(DISK);
      assertThatThrownBy(this::open)
          .isInstanceOf(InventoryBusyException.class)
          .hasMessageContaining(
              "in use by another run (process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("--folder");
    }
    open().close();
  }
}
