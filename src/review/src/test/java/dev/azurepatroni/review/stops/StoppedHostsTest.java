package dev.azurepatroni.review.stops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.azurepatroni.review.Scenario;
import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.Effects;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoppedHostsTest {
  private static final StackOutput PROD = Scenario.stack("base");
  private static final Path PAGE = Path.of("../../docs/explanation/emulator.md");

  @Test
  void aLargerSystemDiskDeallocatesBothDatabaseHosts() {
    StoppedHosts stopped = StoppedHosts.of(Scenario.plan("os-disk").resources(), PROD, PROD);

    assertThat(stopped.hosts())
        .extracting(StoppedHost::name, StoppedHost::kind, StoppedHost::role, StoppedHost::voter)
        .containsExactly(
            tuple("pgpatroni-1", StopKind.DEALLOCATE, "database", true),
            tuple("pgpatroni-2", StopKind.DEALLOCATE, "database", true));
    assertThat(stopped.together()).containsExactly("2 of 3 etcd members", "2 of 2 database hosts");
  }

  @Test
  void aHostWhoseCreationFailedIsNotStoppedByItsReplacement() {
    String association = "azurerm_monitor_data_collection_rule_association";

    StoppedHosts never =
        of(tainted("pgpatroni-1"), change(association, "pgpatroni-1", Action.CREATE));
    StoppedHosts complete =
        of(tainted("pgpatroni-1"), change(association, "pgpatroni-1", Action.REPLACE));

    assertThat(never.hosts()).isEmpty();
    assertThat(never.created()).containsExactly("pgpatroni-1");
    assertThat(complete.hosts()).extracting(StoppedHost::kind).containsExactly(StopKind.REPLACE);
    // Nothing tells whether it was complete.
    assertThat(of(tainted("pgpatroni-1")).hosts()).hasSize(1);
  }

  private static ResourceChange tainted(String label) {
    return new ResourceChange(
        PowerCycles.VM + "." + label,
        PowerCycles.VM,
        label,
        Action.REPLACE,
        List.of(),
        true,
        Effects.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "os_disk[0].disk_size_gb, DEALLOCATE",
    "os_disk.disk_size_gb, DEALLOCATE",
    "network_interface_ids[0], DEALLOCATE",
    "additional_capabilities, DEALLOCATE",
    "size, RESTART",
    "tags.size, ",
    "boot_diagnostics, ",
    "os_disk_like, ",
    "identity[0].type, "
  })
  void someChangesInPlaceStopTheMachine(String path, StopKind kind) {
    StoppedHosts stopped = of(update("pgpatroni-1", path));

    assertThat(stopped.hosts().stream().map(StoppedHost::kind).toList())
        .isEqualTo(kind == null ? List.of() : List.of(kind));
    assertThat(stopped.together()).isEmpty();
  }

  @Test
  void theLongestStopCounts() {
    ResourceChange both =
        new ResourceChange(
            "azurerm_linux_virtual_machine.pgpatroni-1",
            PowerCycles.VM,
            "pgpatroni-1",
            Action.UPDATE,
            List.of(attribute("os_disk[0].disk_size_gb"), attribute("size"), attribute("tags.a")));

    assertThat(of(both).hosts())
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.kind()).isEqualTo(StopKind.DEALLOCATE);
              assertThat(host.reasons()).hasSize(2);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pgpatroni-1 | |",
        "pgpatroni-1, pgpatroni-witness | 2 of 3 etcd members",
        "pgpatroni-1, pgpatroni-pgb-1 | ",
        "pgpatroni-pgb-1, pgpatroni-pgb-2 | 2 of 2 poolers",
        "pgpatroni-witness, pgpatroni-pgb-1 | ",
        "pgpatroni-1, pgpatroni-2, pgpatroni-witness | 3 of 3 etcd members, 2 of 2 database hosts"
      })
  void severalOfAKindAreTooMany(String names, String together) {
    StoppedHosts stopped =
        of(
            Arrays.stream(names.split(", ", -1))
                .map(name -> update(name.strip(), "size"))
                .toArray(ResourceChange[]::new));

    assertThat(String.join(", ", stopped.together())).isEqualTo(together == null ? "" : together);
  }

  @Test
  void aReplacedMachineAndOneThatLosesADiskAreStoppedToo() {
    StoppedHosts stopped =
        of(
            change(PowerCycles.VM, "pgpatroni-2", Action.REPLACE),
            change(
                "azurerm_virtual_machine_data_disk_attachment", "pgpatroni-1-wal", Action.REPLACE),
            change(
                "azurerm_virtual_machine_data_disk_attachment", "pgpatroni-2-wal", Action.REPLACE));

    assertThat(stopped.hosts())
        .extracting(StoppedHost::kind)
        .containsExactly(StopKind.REPLACE, StopKind.DETACH);
    assertThat(stopped.together()).contains("2 of 2 database hosts");
  }

  /** bin/deploy has no synthesis of what is deployed: a removed host is in no file. */
  @ParameterizedTest
  @CsvSource({
    "pooler, , pooler, false",
    "pooler, etcd, pooler, true",
    "etcd, , witness, true",
    "database, etcd, database, true",
    ", , database, true"
  })
  void theGroupsOfTheNetworkNameTheRoleOfARemovedHost(
      String group, String second, String role, boolean voter) {
    StoppedHosts stopped =
        StoppedHosts.of(
            List.of(
                change(PowerCycles.VM, "gone-9", Action.DESTROY),
                leaves("gone-9-" + group),
                leaves("gone-9-" + second)),
            StackOutput.absent("prod"),
            PROD);

    assertThat(stopped.hosts())
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.role()).isEqualTo(role);
              assertThat(host.voter()).isEqualTo(voter);
            });
  }

  @Test
  void theChangesOfAHostAreThoseWithItsName() {
    StoppedHosts stopped =
        of(
            update("pgpatroni-1", "size"),
            update("pgpatroni-2", "size"),
            change("azurerm_managed_disk", "pgpatroni-1-wal", Action.UPDATE),
            change("azurerm_managed_disk", "pgpatroni-2-wal", Action.UPDATE),
            change("azurerm_lb_association", "pgpatroni-db-lb-pgpatroni-1", Action.UPDATE),
            change("azurerm_lb", "pgpatroni-db-lb", Action.UPDATE));

    assertThat(stopped.changesOf(stopped.hosts().get(0)))
        .containsExactly(
            "azurerm_linux_virtual_machine.pgpatroni-1",
            "azurerm_managed_disk.pgpatroni-1-wal",
            "azurerm_lb_association.pgpatroni-db-lb-pgpatroni-1");
  }

  @Test
  void newHostsAreNamed() {
    assertThat(StoppedHosts.of(Scenario.plan("pooler").resources(), PROD, PROD).created())
        .containsExactly("pgpatroni-pgb-3");
  }

  /** The emulator's table is azurerm's; the emulator's own test compares it with the schema. */
  @Test
  void theArgumentsAreThoseOfTheEmulator() throws IOException {
    String row =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.contains("What restarts"))
            .filter(line -> line.startsWith("| `" + PowerCycles.VM + "`"))
            .findFirst()
            .orElseThrow();
    String[] cells = row.split("\\|", -1);

    assertThat(names(cells[2])).isEqualTo(new TreeSet<>(PowerCycles.POWERED_OFF));
    assertThat(names(cells[3])).isEqualTo(new TreeSet<>(PowerCycles.DEALLOCATED));
  }

  private static Set<String> names(String cell) {
    return new TreeSet<>(List.of(cell.strip().replace("`", "").split(", ", -1)));
  }

  private static StoppedHosts of(ResourceChange... changes) {
    return StoppedHosts.of(List.of(changes), PROD, PROD);
  }

  private static ResourceChange leaves(String label) {
    return change(
        "azurerm_network_interface_application_security_group_association", label, Action.DESTROY);
  }

  private static ResourceChange update(String label, String path) {
    return new ResourceChange(
        PowerCycles.VM + "." + label,
        PowerCycles.VM,
        label,
        Action.UPDATE,
        List.of(attribute(path)));
  }

  private static ResourceChange change(String type, String label, Action action) {
    return new ResourceChange(type + "." + label, type, label, action, List.of());
  }

  private static AttributeChange attribute(String path) {
    return new AttributeChange(path, "1", "2", false);
  }
}
