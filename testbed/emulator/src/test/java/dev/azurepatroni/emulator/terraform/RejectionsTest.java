package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Azure's errors, with its message and the argument; {@link InvalidChange} lists them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RejectionsTest {
  @TempDir static Path folder;
  private Terraform terraform;
  private final SmallStack small = SmallStack.read();

  @BeforeAll
  void deploy() {
    terraform = Terraform.in(folder).configure(small.json());
    terraform.init();
    terraform.apply().succeeded();
    terraform.hasNothingToDo();
  }

  @AfterAll
  void close() {
    terraform.close();
  }

  static Stream<InvalidChange> changes() {
    return InvalidChange.all();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void refuses(InvalidChange change) {
    terraform.configure(small.with(change.address(), change.arguments()).json());
    List<String> before = terraform.inventory().all().stream().map(item -> item.id()).toList();

    assertThat(terraform.apply().failed().flat()).contains(change.words());

    assertThat(terraform.inventory().all().stream().map(item -> item.id())).containsAll(before);
  }

  /** A second state over the same cloud cannot delete resources in use. */
  @Test
  void deletesNothingInUse(@TempDir Path elsewhere) {
    terraform.configure(small.json()).apply().succeeded();
    for (String gone :
        List.of(
            "azurerm_subnet.db",
            "azurerm_network_interface.first",
            "azurerm_managed_disk.data",
            "azurerm_lb_backend_address_pool.pool",
            "azurerm_resource_group.rg")) {
      Terraform.Run run = terraform.run("state", "show", "-no-color", gone).succeeded();
      String id =
          run.printed()
              .lines()
              .filter(line -> line.trim().startsWith("id "))
              .findFirst()
              .orElseThrow();
      assertThat(
              removal(
                      gone,
                      id.substring(id.indexOf('"') + 1, id.lastIndexOf('"')),
                      elsewhere.resolve(gone))
                  .failed()
                  .flat())
          .containsAnyOf(
              "InUseSubnetCannotBeDeleted",
              "NicInUse",
              "OperationNotAllowed",
              "BackendAddressPoolInUse",
              "the Resource Group still contains Resources");
    }
  }

  /** Imports something into a state of its own, and has it destroyed from there. */
  private Terraform.Run removal(String address, String id, Path state) {
    Path before = terraform.folder();
    try {
      terraform
          .keepStateIn(Files.createDirectories(state))
          .configure(small.alone(address).json())
          .init();
      terraform.run("import", "-no-color", address, id).succeeded();
      return terraform.destroy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      terraform.keepStateIn(before);
    }
  }
}
