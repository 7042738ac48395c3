package dev.azurepatroni.lab.balancer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.network.LabNetwork;
import java.util.List;
import java.util.Locale;

/**
 * A rule of a load balancer.
 *
 * @param name its name
 * @param protocol {@code tcp} or {@code udp}
 * @param address its frontend's address
 * @param port its frontend's port
 * @param backendPort the port of the backends
 * @param backends addresses of its backends
 * @param probe decides which of them get new flows
 * @param idleMinutes how long a flow may be silent
 * @param reset whether a flow that was silent for longer is reset, or dropped without a word
 */
public record BalancingRule(
    String name,
    String protocol,
    String address,
    int port,
    int backendPort,
    List<String> backends,
    Probe probe,
    int idleMinutes,
    boolean reset) {

  /** Keeps a copy. */
  public BalancingRule {
    backends = List.copyOf(backends);
  }

  /** Reads them all. */
  public static List<BalancingRule> of(Inventory inventory) {
    return inventory.ofType("azurerm_lb_rule").stream().map(rule -> of(inventory, rule)).toList();
  }

  private static BalancingRule of(Inventory inventory, Item rule) {
    String frontend = rule.text("frontend_ip_configuration_name");
    JsonNode configuration =
        inventory.get(rule.text("loadbalancer_id")).blocks("frontend_ip_configuration").stream()
            .filter(block -> Item.text(block, "name").equals(frontend))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException(rule.id() + " names no frontend " + frontend));
    if (rule.text("probe_id").isEmpty()) {
      throw new IllegalStateException(
          "rule %s has no probe: Azure would send flows to dead backends".formatted(rule.name()));
    }
    if (rule.state().path("floating_ip_enabled").asBoolean()) {
      throw new IllegalStateException(
          "rule %s uses floating IP, which the lab does not know".formatted(rule.name()));
    }
    return new BalancingRule(
        rule.name(),
        rule.text("protocol").toLowerCase(Locale.ROOT),
        LabNetwork.frontendAddress(inventory, configuration),
        rule.number("frontend_port"),
        rule.number("backend_port"),
        rule.texts("backend_address_pool_ids").stream()
            .flatMap(pool -> members(inventory, pool).stream())
            .sorted()
            .toList(),
        Probe.of(inventory.get(rule.text("probe_id"))),
        rule.number("idle_timeout_in_minutes"),
        rule.state().path("tcp_reset_enabled").asBoolean());
  }

  private static List<String> members(Inventory inventory, String pool) {
    return inventory.ofType("azurerm_network_interface_backend_address_pool_association").stream()
        .filter(association -> association.text("backend_address_pool_id").equalsIgnoreCase(pool))
        .map(entry -> address(inventory, entry))
        .toList();
  }

  private static String address(Inventory inventory, Item association) {
    String configuration = association.text("ip_configuration_name");
    return inventory
        .get(association.text("network_interface_id"))
        .blocks("ip_configuration")
        .stream()
        .filter(block -> Item.text(block, "name").equals(configuration))
        .map(entry -> Item.text(entry, "private_ip_address"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(association.id() + " names no configuration"));
  }
}
