package dev.azurepatroni.topology.net;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 address.
 *
 * @param value its 32 bits as an unsigned number
 */
public record Ipv4(long value) implements Comparable<Ipv4> {
  private static final Pattern NOTATION =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /**
   * Checks the range.
   *
   * @param value its 32 bits as an unsigned number
   * @throws IllegalArgumentException if the value has more than 32 bits
   */
  public Ipv4 {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(value + " is not an IPv4 address");
    }
  }

  /**
   * Reads {@code 10.50.1.4}.
   *
   * @param text dotted notation, no leading zeros
   * @return the address; empty if the text is none
   */
  public static Optional<Ipv4> parse(String text) {
    if (!NOTATION.matcher(text).matches()) {
      return Optional.empty();
    }
    long value = 0;
    for (String part : text.split("\\.", -1)) {
      int octet = Integer.parseInt(part);
      if (octet > 255) {
        return Optional.empty();
      }
      value = value << 8 | octet;
    }
    return Optional.of(new Ipv4(value));
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return (value >> 24)
        + "."
        + (value >> 16 & 0xFF)
        + "."
        + (value >> 8 & 0xFF)
        + "."
        + (value & 0xFF);
  }
}
