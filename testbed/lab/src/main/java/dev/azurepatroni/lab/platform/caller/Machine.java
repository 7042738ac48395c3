package dev.azurepatroni.lab.platform.caller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A VM found by one of its addresses.
 *
 * @param vm the VM
 * @param address the block of its interface that has the address
 */
public record Machine(Item vm, JsonNode address) {
  private static final String VM = "azurerm_linux_virtual_machine";

  /** Whose address it is: a VM's interfaces are named by it. */
  public static Optional<Machine> at(Inventory inventory, InetAddress source) {
    return all(inventory).stream()
        .flatMap(vm -> interfaces(inventory, vm).stream().flatMap(nic -> addresses(nic, vm)))
        .filter(machine -> machine.privateAddress().equals(source.getHostAddress()))
        .findFirst();
  }

  private static Stream<Machine> addresses(Item nic, Item vm) {
    return nic.blocks("ip_configuration").stream().map(address -> new Machine(vm, address));
  }

  /** All virtual machines. */
  public static List<Item> all(Inventory inventory) {
    return inventory.ofType(VM);
  }

  /** The interfaces of a VM in its order, the primary one first. */
  public static List<Item> interfaces(Inventory inventory, Item vm) {
    return vm.texts("network_interface_ids").stream()
        .flatMap(id -> inventory.find(id).stream())
        .toList();
  }

  /** Where others reach a VM. */
  public static Optional<String> primaryAddress(Inventory inventory, Item vm) {
    return interfaces(inventory, vm).stream()
        .limit(1)
        .flatMap(nic -> nic.blocks("ip_configuration").stream())
        .sorted(Comparator.comparing((JsonNode address) -> !address.path("primary").asBoolean()))
        .map(address -> Item.text(address, "private_ip_address"))
        .findFirst();
  }

  /** The host name of a VM. */
  public static String computerName(Item vm) {
    String given = vm.text("computer_name");
    return given.isEmpty() ? vm.name() : given;
  }

  /** The name of the VM. */
  public String name() {
    return vm.name();
  }

  String privateAddress() {
    return Item.text(address, "private_ip_address");
  }

  /** The subnet of the address. */
  public Optional<Item> subnet(Inventory inventory) {
    return inventory.find(Item.text(address, "subnet_id"));
  }

  /** The identity that the system gave the VM, which ends with it. */
  public Optional<Identity> systemIdentity() {
    return vm.blocks("identity").stream()
        .filter(block -> Item.text(block, "type").contains("SystemAssigned"))
        .map(
            block ->
                new Identity(
                    vm.id(),
                    Item.text(block, "principal_id"),
                    Item.text(block, "principal_id"),
                    Item.text(block, "tenant_id")))
        .findFirst();
  }

  /** The user-assigned identities that the VM has. */
  public List<Identity> identities(Inventory inventory) {
    return vm.blocks("identity").stream()
        .flatMap(
            block ->
                new Item(vm.type(), vm.id(), block, vm.sensitive()).texts("identity_ids").stream())
        .flatMap(id -> inventory.find(id).stream())
        .map(Identity::of)
        .toList();
  }
}
