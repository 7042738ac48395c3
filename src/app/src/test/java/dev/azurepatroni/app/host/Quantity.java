package dev.azurepatroni.app.host;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value of PostgreSQL's, comparable whatever unit it was written in. */
final class Quantity {
  private static final Pattern NUMBER = Pattern.compile("(-?[0-9.]+)\\s*([A-Za-z]*)");
  private static final Pattern UNIT = Pattern.compile("([0-9]*)([A-Za-z]+)");

  /** Bytes, or microseconds. */
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("B", 1L),
          Map.entry("kB", 1L << 10),
          Map.entry("MB", 1L << 20),
          Map.entry("GB", 1L << 30),
          Map.entry("TB", 1L << 40),
          Map.entry("us", 1L),
          Map.entry("ms", 1000L),
          Map.entry("s", 1_000_000L),
          Map.entry("min", 60_000_000L),
          Map.entry("h", 3_600_000_000L),
          Map.entry("d", 86_400_000_000L));

  private Quantity() {}

  /**
   * A value in one form for all ways to write it.
   *
   * @param value as written, with a unit or in the setting's own
   * @param type of the setting: {@code bool}, {@code integer}, {@code real}, {@code enum} or {@code
   *     string}
   * @param unit the setting's own, or nothing
   */
  static String canonical(String value, String type, String unit) {
    return switch (type) {
      case "bool" -> String.valueOf(value.matches("(?i)on|true|yes|1"));
      case "integer", "real" -> number(value, unit);
      case "enum" -> value.toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  private static String number(String value, String unit) {
    Matcher number = NUMBER.matcher(value.strip());
    if (!number.matches()) {
      return value;
    }
    String written = number.group(2).isEmpty() ? unit : number.group(2);
    BigDecimal base = written.isEmpty() ? BigDecimal.ONE : size(written);
    return new BigDecimal(number.group(1)).multiply(base).stripTrailingZeros().toPlainString();
  }

  /** What PostgreSQL means by {@code 8kB}, and its like. */
  private static BigDecimal size(String unit) {
    Matcher parts = UNIT.matcher(unit);
    if (!parts.matches() || !UNITS.containsKey(parts.group(2))) {
      throw new IllegalArgumentException("unit " + unit);
    }
    long times = parts.group(1).isEmpty() ? 1 : Long.parseLong(parts.group(1));
    return BigDecimal.valueOf(times).multiply(BigDecimal.valueOf(UNITS.get(parts.group(2))));
  }
}
