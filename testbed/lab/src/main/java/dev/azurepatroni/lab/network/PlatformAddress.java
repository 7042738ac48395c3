package dev.azurepatroni.lab.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Addresses of what Azure itself runs, as hosts see them. */
public enum PlatformAddress {
  /** Name server and source of probes: learn.microsoft.com, "What is IP address 168.63.129.16?". */
  AZURE("168.63.129.16"),
  /** Instance metadata: learn.microsoft.com, "Azure Instance Metadata Service". */
  METADATA("169.254.169.254"),
  /** Every vault. Azure's are public; these three are kept for documentation by RFC 5737. */
  VAULT("192.0.2.10"),
  /** The blobs of every storage account. */
  BLOB("192.0.2.30"),
  /** The apt mirror, on the internet. */
  MIRROR("192.0.2.20");

  private final String address;

  PlatformAddress(String address) {
    this.address = address;
  }

  /** What a host can be cut off from, as the command line names it; probes come from AZURE. */
  public static List<PlatformAddress> services() {
    return List.of(METADATA, VAULT, BLOB, MIRROR);
  }

  /** {@return the name on the command line} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In dotted notation. */
  public String address() {
    return address;
  }

  static List<String> all() {
    return Arrays.stream(values()).map(PlatformAddress::address).toList();
  }
}
