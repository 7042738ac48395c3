package dev.azurepatroni.emulator.azure.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A range of IPv4 addresses.
 *
 * @param first its first address as a number
 * @param bits the length of its prefix, 0 to 32
 */
public record AddressPrefix(long first, int bits) {

  /** Reads a range in CIDR notation, or one address. */
  public static AddressPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new AddressPrefix(number(text), 32);
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    long size = 1L << (32 - bits);
    return new AddressPrefix(number(text.substring(0, slash)) / size * size, bits);
  }

  /** An address as a number. */
  static long number(String address) {
    return Arrays.stream(address.split("\\.", -1))
        .mapToLong(Long::parseLong)
        .reduce(0, (sum, part) -> sum * 256 + part);
  }

  private static String address(long number) {
    return String.format(
        "%d.%d.%d.%d", number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  private long last() {
    return first + (1L << (32 - bits)) - 1;
  }

  /** Returns whether an address is in the range. */
  public boolean contains(String address) {
    long number = number(address);
    return first <= number && number <= last();
  }

  boolean contains(AddressPrefix other) {
    return first <= other.first && other.last() <= last();
  }

  boolean overlaps(AddressPrefix other) {
    return first <= other.last() && other.first <= last();
  }

  /** Returns whether Azure reserves the address: the first four and the last of a subnet. */
  boolean reserves(String address) {
    long number = number(address);
    return contains(address) && (number < first + 4 || number == last());
  }

  /** Returns the lowest address that is neither reserved nor taken. */
  Optional<String> lowestFree(java.util.function.Predicate<String> taken) {
    return LongStream.range(first + 4, last())
        .mapToObj(AddressPrefix::address)
        .filter(taken.negate())
        .findFirst();
  }
}
