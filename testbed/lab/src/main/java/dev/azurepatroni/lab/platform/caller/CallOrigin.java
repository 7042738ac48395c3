package dev.azurepatroni.lab.platform.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From where a service sees a call. A subnet with the service's endpoint calls as itself, and only
 * rules for subnets see it; any other calls from the public address of its NAT gateway, and only
 * rules for addresses see that: learn.microsoft.com, "Virtual Network service endpoints".
 *
 * @param subnet id of the subnet that calls as itself; empty for any other
 * @param addresses public addresses of any other; none for a caller that is no VM
 * @param shown what an error names
 */
public record CallOrigin(String subnet, List<String> addresses, String shown) {
  /** For a caller that is no VM. */
  private static final Item NO_SUBNET =
      new Item("azurerm_subnet", "", MissingNode.getInstance(), Map.of());

  /** Keeps a copy. */
  public CallOrigin {
    addresses = List.copyOf(addresses);
  }

  /**
   * The origin of a call.
   *
   * @param endpoint the service's endpoint, such as {@code Microsoft.KeyVault}
   */
  public static CallOrigin of(Inventory inventory, InetAddress source, String endpoint) {
    Item subnet =
        Machine.at(inventory, source)
            .flatMap(machine -> machine.subnet(inventory))
            .orElse(NO_SUBNET);
    if (subnet.texts("service_endpoints").contains(endpoint)) {
      return new CallOrigin(subnet.id(), List.of(), source.getHostAddress());
    }
    List<String> seen = publicAddresses(inventory, subnet);
    return new CallOrigin("", seen, seen.isEmpty() ? source.getHostAddress() : seen.get(0));
  }

  /**
   * Whether rules whose default is Deny let the call in.
   *
   * @param rules a block with {@code virtual_network_subnet_ids} and {@code ip_rules}
   */
  public boolean passes(JsonNode rules) {
    return subnet.isEmpty()
        // Azure takes any of them: one that no rule names lets calls fail now and then.
        ? !addresses.isEmpty() && addresses.stream().allMatch(address -> named(rules, address))
        : names(rules, "virtual_network_subnet_ids").stream().anyMatch(subnet::equalsIgnoreCase);
  }

  private static boolean named(JsonNode rules, String address) {
    return names(rules, "ip_rules").stream()
        .anyMatch(range -> AddressRules.contains(range, address));
  }

  private static List<String> names(JsonNode rules, String name) {
    List<String> texts = new ArrayList<>();
    rules.path(name).forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static List<String> publicAddresses(Inventory inventory, Item subnet) {
    return linked(inventory, "azurerm_subnet_nat_gateway_association", "subnet_id", subnet.id())
        .stream()
        .flatMap(
            gateway ->
                linked(
                    inventory,
                    "azurerm_nat_gateway_public_ip_association",
                    "nat_gateway_id",
                    gateway.text("nat_gateway_id"))
                    .stream())
        .flatMap(address -> inventory.find(address.text("public_ip_address_id")).stream())
        .map(item -> item.text("ip_address"))
        .toList();
  }

  private static List<Item> linked(Inventory inventory, String type, String end, String id) {
    return inventory.ofType(type).stream()
        .filter(association -> association.text(end).equalsIgnoreCase(id))
        .toList();
  }
}
