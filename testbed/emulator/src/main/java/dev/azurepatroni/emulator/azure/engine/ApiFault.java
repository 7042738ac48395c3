package dev.azurepatroni.emulator.azure.engine;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault of the emulated API, requested with {@code --fault}.
 *
 * @param operation {@code create}, {@code update}, {@code delete} or {@code read}
 * @param type Terraform's type, such as {@code azurerm_lb_rule}
 * @param name the resource's name, empty for every resource of the type
 * @param kind the kind
 * @param count how often it happens to each resource; used by every kind but {@code SLOW}
 * @param delay how much longer the operation takes; used by {@code SLOW}
 */
public record ApiFault(
    String operation, String type, String name, Kind kind, int count, Duration delay) {

  private static final Pattern WORDS =
      Pattern.compile(
          "(create|update|delete|read):(azurerm_\\w+)(?:/([^:=]+))?:(slow|throttled|fails|fails-late)(?:=(\\w+))?");

  /** Kinds of faults. */
  public enum Kind {
    /** The operation takes longer. */
    SLOW,
    /** Azure answers 429 a number of times; the provider retries. */
    THROTTLED,
    /** The operation fails and changes nothing. */
    FAILS,
    /** The operation succeeds and is reported as failed. */
    FAILS_LATE
  }

  /**
   * Parses {@code OPERATION:TYPE[/NAME]:KIND[=VALUE]}.
   *
   * @throws IllegalArgumentException if the text has another form; the message is for the user
   */
  public static ApiFault parse(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a fault. Write OPERATION:TYPE[/NAME]:KIND, such as create:azurerm_lb_rule:fails=1;"
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
          "'"
              + text
              + "' has no valid delay. Write a number of s or ms, such as slow=3s or slow=200ms.");
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
          "'" + text + "' has no valid count. Write a number from 1 to 9999, such as =2.");
    }
    return Integer.parseInt(value);
  }

  boolean appliesTo(String anOperation, String aType, String aName) {
    return operation.equals(anOperation)
        && type.equals(aType)
        && (name.isEmpty() || name.equals(aName));
  }
}
