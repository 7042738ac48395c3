package dev.azurepatroni.lab.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.network.Interface;
import dev.azurepatroni.lab.network.LabNetwork;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A virtual machine.
 *
 * @param name its computer name
 * @param generation what distinguishes it from an earlier machine of the same name
 * @param restarts how often an apply powered it off and on
 * @param zone its availability zone, or nothing
 * @param size how large it is
 * @param customData its custom data, in base64
 * @param user its administrator
 * @param keys the administrator's public SSH keys
 * @param interfaces its network interfaces, the primary one first
 * @param disks its data disks by LUN
 */
public record Host(
    String name,
    String generation,
    int restarts,
    String zone,
    Size size,
    String customData,
    String user,
    List<String> keys,
    List<Interface> interfaces,
    SortedMap<Integer, Disk> disks) {

  /** Keeps copies. */
  public Host {
    keys = List.copyOf(keys);
    interfaces = List.copyOf(interfaces);
    disks = new TreeMap<>(disks);
  }

  /** Every machine that exists, by name. */
  public static List<Host> of(Inventory inventory, LabNetwork network) {
    return inventory.ofType("azurerm_linux_virtual_machine").stream()
        .map(machine -> of(inventory, network, machine))
        .sorted(Comparator.comparing(Host::name))
        .toList();
  }

  private static Host of(Inventory inventory, LabNetwork network, Item machine) {
    Map<String, Interface> interfaces = new LinkedHashMap<>();
    machine
        .texts("network_interface_ids")
        .forEach(
            id ->
                network.interfaces().stream()
                    .filter(nic -> nic.id().equalsIgnoreCase(id))
                    .forEach(nic -> interfaces.put(id, nic)));
    if (interfaces.isEmpty()) {
      throw new IllegalStateException(machine.id() + " has no network interface");
    }
    SortedMap<Integer, Disk> disks = new TreeMap<>();
    inventory.ofType("azurerm_virtual_machine_data_disk_attachment").stream()
        .filter(item -> item.text("virtual_machine_id").equalsIgnoreCase(machine.id()))
        .forEach(
            item ->
                disks.put(
                    item.number("lun"), Disk.of(inventory.get(item.text("managed_disk_id")))));
    String computer = machine.text("computer_name");
    return new Host(
        computer.isEmpty() ? machine.name() : computer,
        machine.generation(),
        machine.restarts(),
        machine.text("zone"),
        Size.parse(machine.text("size")),
        machine.text("custom_data"),
        machine.text("admin_username"),
        machine.blocks("admin_ssh_key").stream().map(Host::key).toList(),
        List.copyOf(interfaces.values()),
        disks);
  }

  private static String key(JsonNode block) {
    return Item.text(block, "public_key").strip();
  }

  /** Its private address. */
  public String address() {
    return interfaces.get(0).address();
  }
}
