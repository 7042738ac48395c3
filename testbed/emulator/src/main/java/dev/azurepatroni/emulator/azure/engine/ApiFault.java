package dev.azurepatroni.emulator.azure.engine;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault that somebody asked for.
 *
 * @param operation {@code create}, {@code update}, {@code delete} or {@code read}
 * @param type Terraform's type, such as {@code azurerm_lb_rule}
 * @param name the resource's name, empty for every resource of the type
 * @param kind what goes wrong
 * @param count how often that happens, where the kind counts
 * @param delay how long it takes, where the kind waits
 */
public record ApiFault(
    String operation, String type, String name, Kind kind, int count, Duration delay) {

  private static final Pattern WORDS =
      Pattern.compile(
          "(create|update|delete|read):(azurerm_\\w+)(?:/([^:=]+))?:(slow|throttled|fails|fails-late)(?:=(\\w+))?");

  /** What can go wrong. */
  public enum Kind {
    /** The operation takes its time. */
    SLOW,
    /**
     * The operation is refused with 429 a number of times, and tried again as the provider does.
     */
    THROTTLED,
    /** The operation is refused and does nothing. */
    FAILS,
    /** The operation does its work and is reported as failed all the same. */
    FAILS_LATE
  }

  /**
   * Reads {@code OPERATION:TYPE[/NAME]:KIND[=VALUE]}.
   *
   * @throws IllegalArgumentException with a sentence for the user if that is not what it says
   */
  public static ApiFault parse(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no fault. Write OPERATION:TYPE[/NAME]:KIND, such as create:azurerm_lb_rule:fails=1;"
              + " an operation is create, update, delete or read; a kind is slow=3s, throttled=2, fails, fails=1,"
              + " fails-late or fails-late=1.");
    }
    Kind kind = Kind.valueOf(words.group(4).replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    String value = words.group(5) == null ? "" : words.group(5);
    String name = words.group(3) == null ? "" : words.group(3);
    Duration delay = kind == Kind.SLOW ? duration(text, value) : Duration.ZERO;
    int count = kind == Kind.SLOW ? Integer.MAX_VALUE : count(text, kind, value);
    return new ApiFault(words.group(1), words.group(2), name, kind, count, delay);
  }

  private static Duration duration(String text, String value) {
    Matcher number = Pattern.compile("(\\d{1,6})(ms|s)").matcher(value);
    if (!number.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' does not say how slow: write slow=3s or slow=200ms.");
    }
    long amount = Long.parseLong(number.group(1));
    return number.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private static int count(String text, Kind kind, String value) {
    if (value.isEmpty() && kind != Kind.THROTTLED) {
      return Integer.MAX_VALUE;
    }
    if (!value.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "'" + text + "' does not say how often: write a number from 1, such as =2.");
    }
    return Integer.parseInt(value);
  }

  boolean concerns(String anOperation, String aType, String aName) {
    return operation.equals(anOperation)
        && type.equals(aType)
        && (name.isEmpty() || name.equals(aName));
  }
}
