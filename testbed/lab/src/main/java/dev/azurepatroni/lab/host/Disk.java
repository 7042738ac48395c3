package dev.azurepatroni.lab.host;

import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.util.List;

/**
 * A managed disk.
 *
 * @param name its name
 * @param generation what distinguishes it from an earlier disk of the same name
 * @param gib its size
 * @param sectorBytes its logical sector size
 */
public record Disk(String name, String generation, int gib, int sectorBytes) {

  /** Every data disk that exists, whether attached or not; hosts have no OS disk of their own. */
  public static List<Disk> of(Inventory inventory) {
    return inventory.ofType("azurerm_managed_disk").stream()
        .filter(disk -> !disk.state().path("create_option").asText().equals("FromImage"))
        .map(Disk::of)
        .toList();
  }

  static Disk of(Item disk) {
    int sector = disk.state().path("logical_sector_size").asInt(0);
    return new Disk(
        disk.name(), disk.generation(), disk.number("disk_size_gb"), sector == 0 ? 512 : sector);
  }
}
