package dev.azurepatroni.lab.platform.caller;

import org.xbill.DNS.Address;

/** Ranges of IPv4 addresses as network rules write them: {@code 203.0.113.0/24} or one address. */
public final class AddressRules {
  private static final int BITS = 32;

  private AddressRules() {}

  /** Whether a range has an address; what is no range has none. */
  public static boolean contains(String range, String address) {
    int slash = range.indexOf('/');
    String start = slash < 0 ? range : range.substring(0, slash);
    String length = slash < 0 ? "32" : range.substring(slash + 1);
    if (!length.matches("[0-9]{1,2}") || Integer.parseInt(length) > BITS) {
      return false;
    }
    int prefix = Integer.parseInt(length);
    byte[] from = Address.toByteArray(start, Address.IPv4);
    byte[] one = Address.toByteArray(address, Address.IPv4);
    return from != null && one != null && (number(from) ^ number(one)) >>> (BITS - prefix) == 0;
  }

  /** As long: an int shifted by all its bits is not shifted at all. */
  private static long number(byte[] bytes) {
    long number = 0;
    for (byte part : bytes) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(part);
    }
    return number;
  }
}
