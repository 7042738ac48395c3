package dev.azurepatroni.topology.net;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 range in CIDR notation.
 *
 * @param network its first address
 * @param prefix length of its network part, 0 to 32 bits
 */
public record Cidr(Ipv4 network, int prefix) {
  private static final Pattern NOTATION = Pattern.compile("([0-9.]+)/(0|[1-9][0-9]?)");
  private static final int AZURE_RESERVED_AT_START = 4;

  /**
   * Checks the parts.
   *
   * @param network its first address
   * @param prefix length of its network part, 0 to 32 bits
   * @throws IllegalArgumentException if the prefix is out of range or host bits are set
   */
  public Cidr {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("prefix is %d, not 0 to 32".formatted(prefix));
    }
    if ((network.value() & ~mask(prefix)) != 0) {
      throw new IllegalArgumentException(network + "/" + prefix + " has host bits set");
    }
  }

  /**
   * Reads {@code 10.50.1.0/24}.
   *
   * @param text CIDR notation
   * @return the range; empty if the text is no IPv4 range or has host bits set
   */
  public static Optional<Cidr> parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 32) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(matcher.group(2));
    return Ipv4.parse(matcher.group(1))
        .filter(address -> (address.value() & ~mask(prefix)) == 0)
        .map(address -> new Cidr(address, prefix));
  }

  /** {@return how many addresses the range has} */
  public long size() {
    return 1L << (32 - prefix);
  }

  /**
   * The address so many after the first.
   *
   * @param index from 0
   * @return the address, which may lie outside the range
   */
  public Ipv4 at(long index) {
    return new Ipv4(network.value() + index);
  }

  /**
   * {@return whether an address lies in the range}
   *
   * @param address any address
   */
  public boolean contains(Ipv4 address) {
    return (address.value() & mask(prefix)) == network.value();
  }

  /**
   * {@return whether another range lies in this one whole}
   *
   * @param other any range
   */
  public boolean contains(Cidr other) {
    return other.prefix >= prefix && contains(other.network);
  }

  /**
   * {@return whether Azure keeps the address of a subnet for itself: the first four and the last}
   *
   * @param address an address in the range
   */
  public boolean reservedByAzure(Ipv4 address) {
    long index = address.value() - network.value();
    return index < AZURE_RESERVED_AT_START || index == size() - 1;
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : 0xFFFF_FFFFL << (32 - prefix) & 0xFFFF_FFFFL;
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
