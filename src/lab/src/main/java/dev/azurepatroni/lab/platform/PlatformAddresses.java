package dev.azurepatroni.lab.platform;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the platform's services listen. A port of 0 is a free one.
 *
 * @param metadata the instance metadata service
 * @param vault every vault
 * @param names the name server, by UDP and TCP
 * @param mirror the package mirror
 */
public record PlatformAddresses(
    InetSocketAddress metadata,
    InetSocketAddress vault,
    InetSocketAddress names,
    InetSocketAddress mirror) {

  /**
   * Where hosts look for them. 169.254.169.254: learn.microsoft.com, "Azure Instance Metadata
   * Service"; 168.63.129.16: "What is IP address 168.63.129.16?"; the others are of a range for
   * documentation (RFC 5737), which no network has.
   */
  public static PlatformAddresses ofHosts() {
    return new PlatformAddresses(
        at(80, 169, 254, 169, 254),
        at(443, 192, 0, 2, 10),
        at(53, 168, 63, 129, 16),
        at(80, 192, 0, 2, 20));
  }

  private static InetSocketAddress at(int port, int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
