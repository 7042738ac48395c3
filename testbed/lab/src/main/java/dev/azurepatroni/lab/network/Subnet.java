package dev.azurepatroni.lab.network;

/**
 * A subnet.
 *
 * @param id Azure's id
 * @param range its address range
 * @param internet whether its hosts reach the internet: it has a NAT gateway, or Azure's default
 *     outbound access
 * @param vaultEndpoint whether it has the service endpoint of Key Vault
 * @param storageEndpoint whether it has the service endpoint of Storage
 */
public record Subnet(
    String id,
    AddressRange range,
    boolean internet,
    boolean vaultEndpoint,
    boolean storageEndpoint) {
  /** The default router of its hosts, its first usable address. */
  public String gateway() {
    return range.address(1);
  }
}
