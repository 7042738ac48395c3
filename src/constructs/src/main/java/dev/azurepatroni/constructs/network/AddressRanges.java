package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.providers.azurerm.network_security_rule.NetworkSecurityRule;
import java.util.List;

/** Addresses by range or service tag. */
final class AddressRanges extends Peer {
  private final List<String> prefixes;

  AddressRanges(List<String> prefixes) {
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("a flow needs one address range or more; none is given");
    }
    this.prefixes = List.copyOf(prefixes);
  }

  @Override
  String label() {
    return String.join("-", prefixes).replace("*", "any").replaceAll("[^A-Za-z0-9]+", "-");
  }

  @Override
  void addAsSource(NetworkSecurityRule.Builder rule) {
    // Azure takes a service tag or * in the singular only.
    if (prefixes.size() == 1) {
      rule.sourceAddressPrefix(prefixes.get(0));
    } else {
      rule.sourceAddressPrefixes(prefixes);
    }
  }

  @Override
  void addAsDestination(NetworkSecurityRule.Builder rule) {
    if (prefixes.size() == 1) {
      rule.destinationAddressPrefix(prefixes.get(0));
    } else {
      rule.destinationAddressPrefixes(prefixes);
    }
  }
}
