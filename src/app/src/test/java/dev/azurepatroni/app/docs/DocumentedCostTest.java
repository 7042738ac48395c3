package dev.azurepatroni.app.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.Stacks;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The quantities that docs/explanation/cost.md gives for {@code prod} are those of the synthesised
 * stack.
 */
class DocumentedCostTest {
  private static final Synth PROD = Stacks.named("prod");
  private static final String BY_USE = "by use";

  /** Premium SSD tiers by the largest size they hold. */
  private static final Map<Integer, String> TIERS = Map.of(32, "P4", 64, "P6", 128, "P10");

  private static final Set<String> BILLED =
      Set.of(
          "azurerm_linux_virtual_machine",
          "azurerm_managed_disk",
          "azurerm_lb",
          "azurerm_nat_gateway",
          "azurerm_public_ip",
          "azurerm_log_analytics_workspace",
          "azurerm_storage_account",
          "azurerm_key_vault");

  private static final String FREE =
      "azurerm_(resource_group|application_security_group|virtual_network|subnet\\w*|network_\\w+|lb_\\w+|nat_gateway_\\w+"
          + "|user_assigned_identity|role_assignment|key_vault_\\w+|monitor_(data_collection|diagnostic)_\\w+"
          + "|virtual_machine_\\w+|client_config|storage_container|storage_management_policy)|(random|tls|time)_\\w+|terraform_data";

  @Test
  void everyQuantityIsThatOfTheStack() throws IOException {
    List<String> documented =
        Page.tableRows(Page.named("explanation/cost.md").text()).stream()
            .filter(cells -> cells.size() == 4 && !cells.get(2).equals(BY_USE))
            .map(cells -> String.join(" | ", cells.subList(0, 3)))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(quantities());
  }

  @Test
  void whatIsBilledByUseIsInTheStack() throws IOException {
    Set<String> names =
        BILLED.stream()
            .flatMap(type -> PROD.resources(type).stream())
            .map(resource -> resource.text("name"))
            .collect(Collectors.toSet());

    assertThat(Page.tableRows(Page.named("explanation/cost.md").text()))
        .filteredOn(cells -> cells.size() == 4 && cells.get(2).equals(BY_USE))
        .isNotEmpty()
        .allSatisfy(cells -> assertThat(names).contains(cells.get(1).split(", ")));
  }

  @Test
  void everyOtherResourceIsOfATypeThatIsFreeOfCharge() {
    Set<String> others = new TreeSet<>();
    PROD.resources().forEach(resource -> others.add(resource.type()));
    others.removeAll(BILLED);

    assertThat(others).isNotEmpty().allMatch(type -> type.matches(FREE));
  }

  private static List<String> quantities() {
    List<String> rows = new ArrayList<>();
    List<Resource> machines = PROD.resources("azurerm_linux_virtual_machine");
    rows.addAll(counted(machines, machine -> machine.text("size") + ", Linux", "name"));
    rows.addAll(counted(machines, DocumentedCostTest::systemDisk, "os_disk.name"));
    List<Resource> disks = PROD.resources("azurerm_managed_disk");
    rows.addAll(provisioned(disks, "capacity", "disk_size_gb"));
    rows.addAll(provisioned(disks, "IOPS", "disk_iops_read_write"));
    rows.addAll(provisioned(disks, "throughput", "disk_mbps_read_write"));
    rows.addAll(
        counted(
            PROD.resources("azurerm_lb"),
            balancer -> "Standard Load Balancer, up to 5 rules",
            "name"));
    rows.addAll(counted(PROD.resources("azurerm_nat_gateway"), gateway -> "NAT gateway", "name"));
    rows.addAll(
        counted(
            PROD.resources("azurerm_public_ip"),
            address -> "Public IPv4 address, Standard",
            "name"));
    return rows;
  }

  private static String systemDisk(Resource machine) {
    int gib = machine.at("os_disk.disk_size_gb").asInt();
    return "Premium SSD %s, %d GiB".formatted(TIERS.get(gib), gib);
  }

  /** A row for each kind: what it is, the names, how many. */
  private static List<String> counted(
      List<Resource> resources, Function<Resource, String> kind, String name) {
    return rows(resources, kind, name, (of, count) -> of + " | %s | " + count);
  }

  /** A row for each figure: the names, how many of how much. */
  private static List<String> provisioned(List<Resource> disks, String unit, String argument) {
    return rows(
        disks,
        disk -> String.format(Locale.ROOT, "%,d", disk.at(argument).asInt()),
        "name",
        (figure, count) -> "Premium SSD v2, " + unit + " | %s | " + count + " × " + figure);
  }

  private interface Row {
    String of(String kind, int count);
  }

  private static List<String> rows(
      List<Resource> resources, Function<Resource, String> kind, String name, Row row) {
    List<String> rows = new ArrayList<>();
    new TreeMap<>(resources.stream().collect(groupingBy(kind)))
        .forEach(
            (of, group) ->
                rows.add(
                    row.of(of, group.size())
                        .formatted(
                            group.stream()
                                .map(resource -> resource.text(name))
                                .sorted()
                                .collect(joining(", ")))));
    return rows;
  }
}
