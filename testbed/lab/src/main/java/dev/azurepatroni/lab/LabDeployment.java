package dev.azurepatroni.lab;

import dev.azurepatroni.lab.balancer.BalancingRule;
import dev.azurepatroni.lab.host.Disk;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.network.LabNetwork;
import java.util.List;

/**
 * Everything that was deployed and that the lab makes something of.
 *
 * @param network addresses and security groups
 * @param hosts virtual machines, by name
 * @param disks managed disks, attached or not
 * @param rules the load balancers' rules
 */
public record LabDeployment(
    LabNetwork network, List<Host> hosts, List<Disk> disks, List<BalancingRule> rules) {

  /** Keeps copies. */
  public LabDeployment {
    hosts = List.copyOf(hosts);
    disks = List.copyOf(disks);
    rules = List.copyOf(rules);
  }

  /**
   * Reads it.
   *
   * @throws IllegalStateException if something in it cannot be imitated; the message says what
   */
  public static LabDeployment of(Inventory inventory) {
    LabNetwork network = LabNetwork.of(inventory);
    return new LabDeployment(
        network, Host.of(inventory, network), Disk.of(inventory), BalancingRule.of(inventory));
  }
}
