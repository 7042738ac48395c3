package dev.azurepatroni.lab.platform.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.platform.caller.Machine;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From where a vault is reached. A subnet with the service endpoint calls as itself, and only rules
 * for subnets see it; any other calls from the public address of its NAT gateway, and only rules
 * for addresses see that: learn.microsoft.com, "Configure network security for Azure Key Vault",
 * "Virtual Network service endpoints".
 */
public final class VaultFirewall {
  private static final String ENDPOINT = "Microsoft.KeyVault";

  /** For a caller that is no VM. */
  private static final Item NO_SUBNET =
      new Item("azurerm_subnet", "", MissingNode.getInstance(), Map.of());

  private VaultFirewall() {}

  /**
   * Why a call does not get in.
   *
   * @param code of Azure
   * @param message in Azure's words
   * @param clientAddress what the vault saw
   */
  public record Refusal(String code, String message, String clientAddress) {}

  static Optional<Refusal> refusal(Inventory inventory, Vault vault, InetAddress source) {
    Item subnet =
        Machine.at(inventory, source)
            .flatMap(machine -> machine.subnet(inventory))
            .orElse(NO_SUBNET);
    boolean asItself = subnet.texts("service_endpoints").contains(ENDPOINT);
    List<String> seen = asItself ? List.of() : publicAddresses(inventory, subnet);
    String shown = seen.isEmpty() ? source.getHostAddress() : seen.get(0);
    if (vault.item().state().path("public_network_access_enabled").isBoolean()
        && !vault.item().state().path("public_network_access_enabled").asBoolean()) {
      return Optional.of(
          new Refusal(
              "ForbiddenByConnection",
              "Public network access is disabled and request is not from a trusted service nor via"
                  + " an approved private link.",
              shown));
    }
    for (JsonNode rules : vault.item().blocks("network_acls")) {
      if (Item.text(rules, "default_action").equalsIgnoreCase("Allow")) {
        continue;
      }
      boolean open =
          asItself
              ? names(rules, "virtual_network_subnet_ids").stream()
                  .anyMatch(subnet.id()::equalsIgnoreCase)
              // Azure takes any of them: one that no rule names lets calls fail now and then.
              : !seen.isEmpty() && seen.stream().allMatch(address -> named(rules, address));
      if (!open) {
        return Optional.of(
            new Refusal(
                "ForbiddenByFirewall",
                "Client address is not authorized and caller is not a trusted service.",
                shown));
      }
    }
    return Optional.empty();
  }

  private static boolean named(JsonNode rules, String address) {
    return names(rules, "ip_rules").stream()
        .anyMatch(range -> FirewallRanges.contains(range, address));
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
