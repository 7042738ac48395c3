package dev.azurepatroni.lab.network;

import java.util.List;

/**
 * A range of IPv4 addresses in CIDR notation.
 *
 * @param first its first address as a number
 * @param bits length of its prefix, 0 to 32
 */
public record AddressRange(long first, int bits) {

  /** Reads {@code 10.50.0.0/16}. */
  public static AddressRange parse(String cidr) {
    String[] parts = cidr.split("/", -1);
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 32;
    return new AddressRange(number(parts[0]) & mask(bits), bits);
  }

  private static long mask(int bits) {
    return (0xFFFFFFFFL << (32 - bits)) & 0xFFFFFFFFL;
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  /** The address with a number, counted from 0. */
  public String address(long index) {
    long number = first + index;
    return "%d.%d.%d.%d"
        .formatted(number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  /** How many addresses it has. */
  public long size() {
    return 1L << (32 - bits);
  }

  /** Whether it has an address in common with another. */
  public boolean overlaps(AddressRange other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  /** A range of 256 addresses in one of the spaces that overlaps none of the others. */
  static AddressRange free(List<AddressRange> spaces, List<AddressRange> taken) {
    for (AddressRange space : spaces) {
      for (long at = space.first; at < space.first + space.size(); at += 256) {
        AddressRange range = new AddressRange(at, 24);
        if (taken.stream().noneMatch(range::overlaps)) {
          return range;
        }
      }
    }
    throw new IllegalStateException(
        "the network's address space has no 256 addresses left for the lab's own client");
  }

  @Override
  public String toString() {
    return address(0) + "/" + bits;
  }
}
