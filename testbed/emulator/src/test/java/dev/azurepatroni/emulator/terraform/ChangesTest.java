package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plans changes of a stack file against a running cluster. {@code src/test/resources/changes} has
 * the expected plans; {@code -Dgolden.update=true} writes them.
 */
class ChangesTest {
  private static final Path EXPECTED = Path.of("src/test/resources/changes");
  private static final String WITNESS = "etcd:\n  tieBreaker: witness\n  witness: { zone: \"2\" }";
  private static final String POOLERS = "poolers:\n  nodes: 2";

  @TempDir static Path synthesised;
  @TempDir static Path deployed;
  private static final Map<String, ObjectNode> STACKS = new HashMap<>();

  @BeforeAll
  static void deploy() {
    Synthesis synthesis = new Synthesis().with("lab", "lab").with("two-zone", "two-zone");
    inPlace(synthesis);
    grown(synthesis);
    replacing(synthesis);
    synthesis
        .with("no-backup", "lab", POOLERS, "backup: { enabled: false }\n" + POOLERS)
        .with("no-encryption", "lab", POOLERS, "backup: { encryption: false }\n" + POOLERS);
    STACKS.putAll(synthesis.synthesise(synthesised));
    for (String stack : new String[] {"lab", "two-zone"}) {
      try (Terraform terraform =
          Terraform.in(deployed.resolve(stack)).configure(STACKS.get(stack))) {
        terraform.init();
        terraform.apply().succeeded();
      }
    }
  }

  private static void inPlace(Synthesis synthesis) {
    synthesis
        .with("custom-data", "lab", "wal_compression: pglz", "wal_compression: off")
        .with("tags", "lab", "name: pglab\n", "name: pglab\ntags: { cost-centre: \"4711\" }\n")
        .with("one-more-pooler", "lab", POOLERS, "poolers:\n  nodes: 3")
        .with(
            "network-rule",
            "lab",
            "subnet: 10.50.1.0/24",
            "subnet: 10.50.1.0/24\n  adminCidrs: [\"10.50.9.0/28\"]")
        .with("larger-disk", "lab", "walDisk: { sizeGb: 4", "walDisk: { sizeGb: 8")
        .with(
            "more-iops",
            "lab",
            "dataDisk: { sizeGb: 8, iops: 3000",
            "dataDisk: { sizeGb: 8, iops: 4000")
        .with(
            "another-size",
            "lab",
            "vmSize: Standard_D2s_v6\n  dataDisk",
            "vmSize: Standard_D4s_v6\n  dataDisk")
        .with(
            "larger-system-disk",
            "lab",
            "vmSize: Standard_D2s_v6\n  dataDisk",
            "vmSize: Standard_D2s_v6\n  osDiskGb: 128\n  dataDisk")
        .with(
            "passwords",
            "lab",
            "rolePropagationSeconds: 1",
            "rolePropagationSeconds: 1, passwordVersion: 2");
  }

  private static void grown(Synthesis synthesis) {
    synthesis
        .with(
            "three-databases",
            "lab",
            "database:\n  nodes: 2",
            "database:\n  nodes: 3",
            WITNESS,
            "etcd: { tieBreaker: none }",
            "zones: [\"1\", \"3\"]",
            "zones: [\"1\", \"3\", \"2\"]")
        .with("four-poolers", "lab", POOLERS, "poolers:\n  nodes: 4")
        .with(
            "public-endpoint",
            "lab",
            "name: pglab\n",
            "name: pglab\npublicEndpoint: { enabled: true, clientCidrs: [\"203.0.113.0/24\"] }\n")
        .with(
            "two-zone-with-witness",
            "two-zone",
            "tieBreaker: pooler",
            "tieBreaker: witness\n  witness: { zone: \"2\" }");
  }

  private static void replacing(Synthesis synthesis) {
    synthesis
        .with(
            "other-zones",
            "lab",
            "zones: [\"1\", \"3\"]",
            "zones: [\"2\", \"3\"]",
            "witness: { zone: \"2\" }",
            "witness: { zone: \"1\" }")
        .with("other-user", "lab", "name: pglab\n", "name: pglab\nssh: { user: operator }\n")
        .with("other-addresses", "lab", "10.50.1.0/24", "10.50.2.0/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags",
        "one-more-pooler",
        "network-rule",
        "larger-disk",
        "more-iops",
        "another-size",
        "larger-system-disk",
        "passwords"
      })
  void replacesAndDestroysNothing(String change, @TempDir Path folder) {
    Changes changes = changed("lab", change, folder);

    assertThat(changes.lines())
        .isNotEmpty()
        .noneMatch(line -> line.startsWith("replace ") || line.startsWith("destroy "));
  }

  /** Afterwards they are in Azure and in no state; Terraform plans nothing about them. */
  @ParameterizedTest
  @CsvSource({"no-backup, 4", "no-encryption, 1"})
  void forgetsBackupsAndTheirKeyAndDestroysNeither(
      String change, int forgotten, @TempDir Path folder) {
    Changes changes = changed("lab", change, folder);

    assertThat(changes.lines()).filteredOn(line -> line.startsWith("forget ")).hasSize(forgotten);
    assertThat(changes.lines())
        .filteredOn(line -> line.matches("(destroy|replace) .*(storage|key_vault_secret).*"))
        .isEmpty();
    try (Terraform terraform = Terraform.in(folder)) {
      assertThat(
              Stream.of(
                      "azurerm_storage_account",
                      "azurerm_storage_container",
                      "azurerm_storage_management_policy")
                  .map(terraform.inventory()::ofType))
          .allMatch(kept -> kept.size() == 1);
      assertThat(terraform.inventory().ofType("azurerm_key_vault_secret"))
          .anyMatch(secret -> secret.toString().contains("pglab-backup-cipher-password"));
    }
  }

  @Test
  void aNewStackWithoutBackupHasNothingToForget(@TempDir Path folder) {
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get("no-backup"))) {
      terraform.init();
      assertThat(terraform.plan().lines()).allMatch(line -> line.startsWith("create "));
      terraform.applyPlan().succeeded();
      terraform.hasNothingToDo();
    }
  }

  /** azurerm powers VMs off and on for these, both at once: the plan says "update". */
  @ParameterizedTest
  @CsvSource({
    "another-size, powers off and starts, size, 1",
    "larger-system-disk, deallocates and starts, os_disk, 1",
    "tags, '', '', 0"
  })
  void restartsMachines(
      String change, String done, String because, int restarts, @TempDir Path folder)
      throws IOException {
    copy(deployed.resolve("lab"), folder);
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get(change))) {
      terraform.apply().succeeded();

      List<String> lines =
          terraform.log().lines().filter(line -> line.contains(" and starts ")).toList();
      assertThat(lines).hasSize(2 * restarts);
      if (restarts > 0) {
        assertThat(terraform.log())
            .contains(
                "azurerm %s azurerm_linux_virtual_machine pglab-1, because of %s%n"
                    .formatted(done, because))
            .contains("azurerm_linux_virtual_machine pglab-2, because of " + because);
      }
    }
    try (Stream<Path> files =
        Files.list(folder.resolve("inventory/azurerm_linux_virtual_machine"))) {
      for (Path file : files.toList()) {
        boolean database = file.getFileName().toString().matches("pglab-\\d-.*");
        assertThat(new ObjectMapper().readTree(file.toFile()).path("restarts").asInt())
            .as(file.toString())
            .isEqualTo(database ? restarts : 0);
      }
    }
  }

  /** bin/rollout updates running hosts. */
  @Test
  void ignoresChangesOfCustomData(@TempDir Path folder) {
    copy(deployed.resolve("lab"), folder);
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get("custom-data"))) {
      terraform.hasNothingToDo();
    }
  }

  @Test
  void cannotMoveARunningClusterToAnotherSubnet(@TempDir Path folder) {
    copy(deployed.resolve("lab"), folder);
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get("other-addresses"))) {
      assertThat(terraform.apply().failed().flat())
          .contains(
              "InUsePrefixCannotBeDeleted: IpPrefix 10.50.1.0/24 on Subnet db has active allocations and cannot be deleted.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"three-databases", "four-poolers", "public-endpoint"})
  void growsWithoutReplacingMachinesOrDisks(String change, @TempDir Path folder) {
    Changes changes = changed("lab", change, folder);

    assertThat(changes.lines("replace", "azurerm_linux_virtual_machine")).isEmpty();
    assertThat(changes.lines("replace", "azurerm_managed_disk")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = "two-zone-with-witness")
  void addsAWitness(String change, @TempDir Path folder) {
    Changes changes = changed("two-zone", change, folder);

    assertThat(changes.lines("create", "azurerm_linux_virtual_machine"))
        .containsExactly("create azurerm_linux_virtual_machine.pgpatroni-witness");
    assertThat(changes.lines("replace", "azurerm_linux_virtual_machine")).isEmpty();
  }

  /**
   * Plans and applies a change, compares the plan with the expected one, and expects an empty plan
   * afterwards.
   */
  private static Changes changed(String stack, String change, Path folder) {
    copy(deployed.resolve(stack), folder);
    try (Terraform terraform = Terraform.in(folder).configure(STACKS.get(change))) {
      Changes changes = terraform.plan();
      compare(change, changes);
      terraform.applyPlan().succeeded();
      terraform.hasNothingToDo();
      if (change.equals("public-endpoint")) {
        revert(terraform, stack);
      }
      return changes;
    }
  }

  /** Reverts the change. */
  private static void revert(Terraform terraform, String stack) {
    terraform.configure(STACKS.get(stack));
    compare("no-public-endpoint", terraform.plan());
    terraform.applyPlan().succeeded();
    terraform.hasNothingToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-zones", "other-user"})
  void replacesMachinesForChangesThatAzureRejects(String change, @TempDir Path folder) {
    copy(deployed.resolve("lab"), folder);
    try (Terraform terraform =
        Terraform.in(folder).configure(Synthesis.unprotected(STACKS.get(change)))) {
      Changes changes = terraform.plan();

      compare(change, changes);
      assertThat(changes.lines("replace", "azurerm_linux_virtual_machine")).isNotEmpty();
      terraform.configure(STACKS.get(change));
      Terraform.Run protectedPlan = terraform.run("plan", "-no-color", "-input=false");
      if (!changes.lines("replace", "azurerm_managed_disk").isEmpty()) {
        assertThat(protectedPlan.failed().flat()).contains("Instance cannot be destroyed");
      }
    }
  }

  private static void compare(String change, Changes changes) {
    Path file = EXPECTED.resolve(change + ".txt");
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(EXPECTED);
        Files.writeString(file, changes.text());
      }
      assertThat(changes.text()).as(file.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(folder)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(file, to.resolve(from.relativize(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
