package dev.azurepatroni.topology.tuning;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk as PostgreSQL writes it.
 *
 * @param kib kibibytes, 0 or more
 */
public record MemorySize(long kib) implements Comparable<MemorySize> {
  private static final Pattern NOTATION = Pattern.compile("\\s*([0-9]{1,12})\\s*(kB|MB|GB|TB)\\s*");

  /** PostgreSQL's largest parameter, 2^31 MiB, doubled: sums and products stay in range. */
  private static final long MOST = 1L << 42;

  /**
   * Checks the range.
   *
   * @param kib kibibytes, 0 or more
   * @throws IllegalArgumentException if negative
   */
  public MemorySize {
    if (kib < 0) {
      throw new IllegalArgumentException("negative: " + kib + " kB");
    }
  }

  /**
   * So many mebibytes.
   *
   * @param mib 0 or more
   * @return the size
   */
  public static MemorySize ofMib(long mib) {
    return new MemorySize(mib * 1024);
  }

  /**
   * So many gibibytes.
   *
   * @param gib 0 or more
   * @return the size
   */
  public static MemorySize ofGib(long gib) {
    return ofMib(gib * 1024);
  }

  /**
   * Reads {@code 48GB}.
   *
   * @param text a whole number and one of PostgreSQL's units, which count in 1,024s
   * @return the size; empty if the text is none, or more than any parameter of PostgreSQL takes
   */
  public static Optional<MemorySize> parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    long factor =
        switch (matcher.group(2)) {
          case "TB" -> 1L << 30;
          case "GB" -> 1L << 20;
          case "MB" -> 1L << 10;
          default -> 1L;
        };
    return number > MOST / factor ? Optional.empty() : Optional.of(new MemorySize(number * factor));
  }

  /**
   * The size times a fraction, rounded down to whole mebibytes.
   *
   * @param numerator 0 or more
   * @param denominator 1 or more
   * @return the part, whole mebibytes
   */
  public MemorySize times(long numerator, long denominator) {
    return ofMib(kib * numerator / denominator / 1024);
  }

  /**
   * This and another together.
   *
   * @param other any size
   * @return the sum
   */
  public MemorySize plus(MemorySize other) {
    return new MemorySize(kib + other.kib);
  }

  /**
   * The size held between two bounds.
   *
   * @param least lower bound
   * @param most upper bound, not below the lower
   * @return the size, or the bound that it passes
   */
  public MemorySize between(MemorySize least, MemorySize most) {
    return compareTo(least) < 0 ? least : compareTo(most) > 0 ? most : this;
  }

  /** {@return the largest power of two of mebibytes that is not larger; below 1 MiB, 1 MiB} */
  public MemorySize powerOfTwo() {
    return ofMib(Long.highestOneBit(Math.max(1, kib / 1024)));
  }

  /** {@return mebibytes, rounded down} */
  public long mib() {
    return kib / 1024;
  }

  @Override
  public int compareTo(MemorySize other) {
    return Long.compare(kib, other.kib);
  }

  /** As PostgreSQL reads it, in the largest unit that needs no fraction. */
  @Override
  public String toString() {
    if (kib % (1 << 20) == 0) {
      return (kib >> 20) + "GB";
    }
    return kib % 1024 == 0 ? (kib >> 10) + "MB" : kib + "kB";
  }
}
