package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.network_security_rule.NetworkSecurityRule;
import java.util.List;

/** One end of a flow: a group of hosts, or addresses. */
public abstract sealed class Peer permits HostGroup, AddressRanges {
  Peer() {}

  /**
   * Everything: as the source of a flow any address, as its destination every host behind the
   * firewall.
   *
   * @return any address
   */
  public static Peer any() {
    return new AddressRanges(List.of("*"));
  }

  /**
   * Addresses by range.
   *
   * @param cidrs one or more, {@code 10.0.0.0/16}
   * @return the addresses
   * @throws IllegalArgumentException if there are none
   */
  public static Peer cidrs(List<String> cidrs) {
    return new AddressRanges(cidrs);
  }

  /**
   * Addresses by range.
   *
   * @param cidrs one or more, {@code 10.0.0.0/16}
   * @return the addresses
   * @throws IllegalArgumentException if there are none
   */
  public static Peer cidrs(String... cidrs) {
    return new AddressRanges(List.of(cidrs));
  }

  /**
   * The addresses of an Azure service.
   *
   * @param tag Azure's name of them, {@code AzureLoadBalancer}
   * @return the addresses
   */
  public static Peer serviceTag(String tag) {
    return new AddressRanges(List.of(tag));
  }

  /** Its part of a rule's default name. */
  abstract String label();

  abstract void addAsSource(NetworkSecurityRule.Builder rule);

  abstract void addAsDestination(NetworkSecurityRule.Builder rule);
}
