package dev.azurepatroni.lab.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The virtual network that was deployed.
 *
 * @param spaces address ranges of the virtual networks
 * @param subnets their subnets
 * @param interfaces interfaces with an address in one of them
 * @param groups rules of each security group, by its id, in the order in which they count
 * @param frontends private and public addresses of load balancers
 */
public record LabNetwork(
    List<AddressRange> spaces,
    List<Subnet> subnets,
    List<Interface> interfaces,
    Map<String, List<SecurityRule>> groups,
    List<String> frontends) {

  /** Keeps copies. */
  public LabNetwork {
    spaces = List.copyOf(spaces);
    subnets = List.copyOf(subnets);
    interfaces = List.copyOf(interfaces);
    groups = new LinkedHashMap<>(groups);
    frontends = List.copyOf(frontends);
  }

  /** Reads it. */
  public static LabNetwork of(Inventory inventory) {
    Map<String, Subnet> subnets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    inventory
        .ofType("azurerm_subnet")
        .forEach(subnet -> subnets.put(subnet.id(), subnet(inventory, subnet)));
    List<Interface> interfaces =
        inventory.ofType("azurerm_network_interface").stream()
            .flatMap(
                nic ->
                    nic.blocks("ip_configuration").stream()
                        .map(address -> nic(inventory, nic, address, subnets)))
            .toList();
    Map<String, List<SecurityRule>> groups = new LinkedHashMap<>();
    for (Item group : inventory.ofType("azurerm_network_security_group")) {
      groups.put(group.id(), rules(inventory, group));
    }
    return new LabNetwork(
        inventory.ofType("azurerm_virtual_network").stream()
            .flatMap(item -> item.texts("address_space").stream())
            .map(AddressRange::parse)
            .toList(),
        List.copyOf(subnets.values()),
        interfaces,
        groups,
        frontends(inventory));
  }

  private static Subnet subnet(Inventory inventory, Item subnet) {
    boolean gateway =
        inventory.ofType("azurerm_subnet_nat_gateway_association").stream()
            .anyMatch(association -> association.text("subnet_id").equalsIgnoreCase(subnet.id()));
    return new Subnet(
        subnet.id(),
        AddressRange.parse(subnet.texts("address_prefixes").get(0)),
        gateway || subnet.state().path("default_outbound_access_enabled").asBoolean(true),
        subnet.texts("service_endpoints").contains("Microsoft.KeyVault"),
        subnet.texts("service_endpoints").contains("Microsoft.Storage"));
  }

  private static Interface nic(
      Inventory inventory, Item nic, JsonNode configuration, Map<String, Subnet> subnets) {
    Subnet subnet = subnets.get(Item.text(configuration, "subnet_id"));
    if (subnet == null) {
      throw new IllegalStateException(nic.id() + " stands in no subnet of the inventory");
    }
    List<String> groups = new ArrayList<>();
    groups.addAll(
        linked(
            inventory,
            "azurerm_subnet_network_security_group_association",
            "subnet_id",
            subnet.id(),
            "network_security_group_id"));
    groups.addAll(
        linked(
            inventory,
            "azurerm_network_interface_security_group_association",
            "network_interface_id",
            nic.id(),
            "network_security_group_id"));
    return new Interface(
        nic.id(),
        Item.text(configuration, "private_ip_address"),
        nic.text("mac_address").replace('-', ':'),
        subnet,
        groups,
        linked(
            inventory,
            "azurerm_network_interface_application_security_group_association",
            "network_interface_id",
            nic.id(),
            "application_security_group_id"));
  }

  private static List<String> linked(
      Inventory inventory, String type, String here, String id, String there) {
    return inventory.ofType(type).stream()
        .filter(association -> association.text(here).equalsIgnoreCase(id))
        .map(association -> association.text(there))
        .toList();
  }

  private static List<SecurityRule> rules(Inventory inventory, Item group) {
    return inventory.ofType("azurerm_network_security_rule").stream()
        .filter(
            rule ->
                rule.text("network_security_group_name").equals(group.name())
                    && rule.text("resource_group_name").equals(group.text("resource_group_name")))
        .map(SecurityRule::of)
        .sorted(Comparator.comparingInt(SecurityRule::priority))
        .toList();
  }

  private static List<String> frontends(Inventory inventory) {
    List<String> addresses = new ArrayList<>();
    for (Item balancer : inventory.ofType("azurerm_lb")) {
      for (JsonNode frontend : balancer.blocks("frontend_ip_configuration")) {
        addresses.add(frontendAddress(inventory, frontend));
      }
    }
    return addresses;
  }

  /** The private or public address of a load balancer's frontend. */
  public static String frontendAddress(Inventory inventory, JsonNode frontend) {
    String publicIp = Item.text(frontend, "public_ip_address_id");
    return publicIp.isEmpty()
        ? Item.text(frontend, "private_ip_address")
        : inventory.get(publicIp).text("ip_address");
  }

  /** A range of the network that no subnet uses, where the lab's own client stands. */
  public AddressRange clientRange() {
    return AddressRange.free(spaces, subnets.stream().map(Subnet::range).toList());
  }

  /** The address of the lab's own client. */
  public String client() {
    return clientRange().address(4);
  }
}
