package dev.azurepatroni.lab.platform;

import dev.azurepatroni.lab.network.PlatformAddress;
import java.net.InetSocketAddress;

/**
 * Where the platform's services listen. A port of 0 is a free one.
 *
 * @param metadata the instance metadata service
 * @param vault every vault
 * @param blob the blobs of every storage account
 * @param names the name server, by UDP and TCP
 * @param mirror the package mirror
 */
public record PlatformAddresses(
    InetSocketAddress metadata,
    InetSocketAddress vault,
    InetSocketAddress blob,
    InetSocketAddress names,
    InetSocketAddress mirror) {

  /** Where hosts look for them. */
  public static PlatformAddresses ofHosts() {
    return new PlatformAddresses(
        at(PlatformAddress.METADATA, 80),
        at(PlatformAddress.VAULT, 443),
        at(PlatformAddress.BLOB, 443),
        at(PlatformAddress.AZURE, 53),
        at(PlatformAddress.MIRROR, 80));
  }

  private static InetSocketAddress at(PlatformAddress address, int port) {
    // A literal: no name server is asked.
    return new InetSocketAddress(address.address(), port);
  }
}
