package dev.azurepatroni.emulator.azure.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault of the emulated API, requested with {@code --fault}.
 *
 * @param operation {@code create}, {@code update}, {@code delete}, {@code read}, or {@code zone}
 * @param type Terraform's type, such as {@code azurerm_lb_rule}; empty for a zone
 * @param name the resource's name, empty for every resource of the type; the zone for a zone
 * @param kind the kind
 * @param count how often it happens to each resource; used by the kinds with a count
 * @param delay a time; used by the kinds with a delay
 */
public record ApiFault(
    String operation, String type, String name, Kind kind, int count, Duration delay) {

  private static final Pattern WORDS =
      Pattern.compile(
          "(create|update|delete|read):(azurerm_\\w+)(?:/([^:=]+))?:([a-z-]+)(?:=(\\w+))?");
  private static final Pattern ZONE = Pattern.compile("zone:([123]):down");

  private enum Argument {
    NONE,
    DELAY,
    COUNT,
    OPTIONAL_COUNT
  }

  /** Kinds of faults. */
  public enum Kind {
    /** Azure needs longer for the operation, which has begun. */
    SLOW("slow", Argument.DELAY),
    /** Azure answers 429 a number of times; the provider retries. */
    THROTTLED("throttled", Argument.COUNT),
    /** Azure refuses the operation; nothing changes. */
    FAILS("fails", Argument.OPTIONAL_COUNT),
    /** Azure begins the operation, which then fails; a new resource exists. */
    FAILS_LATE("fails-late", Argument.OPTIONAL_COUNT),
    /** The resource is created and in the state; the provider's read after it fails. */
    TAINTED("tainted", Argument.OPTIONAL_COUNT),
    /** The zone has no capacity for the resource. */
    NO_CAPACITY(
        "no-capacity",
        Argument.OPTIONAL_COUNT,
        "azurerm_linux_virtual_machine|azurerm_managed_disk"),
    /** Somebody else, or a deleted resource, has the name, which is unique in all of Azure. */
    TAKEN("taken", Argument.OPTIONAL_COUNT, "azurerm_key_vault|azurerm_storage_account"),
    /** The role takes effect later. */
    PROPAGATES("propagates", Argument.DELAY, "azurerm_role_assignment"),
    /** The vault is recovered from soft deletion, with the secrets of an earlier deployment. */
    RECOVERED("recovered", Argument.NONE, "azurerm_key_vault"),
    /** The zone does not answer. */
    ZONE_DOWN("down", Argument.NONE);

    private final String word;
    private final Argument argument;

    /** A pattern; empty for every type. */
    private final String types;

    Kind(String word, Argument argument) {
      this(word, argument, "");
    }

    Kind(String word, Argument argument, String types) {
      this.word = word;
      this.argument = argument;
      this.types = types;
    }

    /** Returns whether it can be injected into an operation on a type. */
    private boolean fits(String operation, String type) {
      boolean creation = this == TAINTED || !types.isEmpty();
      return this != ZONE_DOWN
          && (types.isEmpty() || type.matches(types))
          && (!creation || operation.equals("create"));
    }

    private String form() {
      return switch (argument) {
        case NONE -> word;
        case DELAY -> word + "=3s";
        case COUNT -> word + "=2";
        case OPTIONAL_COUNT -> word + "[=1]";
      };
    }
  }

  /**
   * Parses {@code OPERATION:TYPE[/NAME]:KIND[=VALUE]} or {@code zone:ZONE:down}.
   *
   * @throws IllegalArgumentException if the text has another form; the message is for the user
   */
  public static ApiFault parse(String text) {
    Matcher zone = ZONE.matcher(text);
    if (zone.matches()) {
      return new ApiFault(
          "zone", "", zone.group(1), Kind.ZONE_DOWN, Integer.MAX_VALUE, Duration.ZERO);
    }
    Matcher words = WORDS.matcher(text);
    List<Kind> kinds =
        words.matches()
            ? Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(words.group(4)) && kind != Kind.ZONE_DOWN)
                .toList()
            : List.of();
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a fault. Write OPERATION:TYPE[/NAME]:KIND, such as create:azurerm_lb_rule:fails=1,"
              + " or zone:1:down; an operation is create, update, delete or read; a kind is "
              + forms()
              + ".");
    }
    Kind kind = kinds.get(0);
    if (!kind.fits(words.group(1), words.group(2))) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' cannot be injected. Write create:"
              + (kind.types.isEmpty() ? "TYPE" : kind.types.replace("|", " or create:"))
              + " with "
              + kind.word
              + ".");
    }
    String value = words.group(5) == null ? "" : words.group(5);
    String name = words.group(3) == null ? "" : words.group(3);
    boolean timed = kind.argument == Argument.DELAY;
    Duration delay = timed ? duration(text, kind, value) : Duration.ZERO;
    int count = timed ? Integer.MAX_VALUE : count(text, kind, value);
    return new ApiFault(words.group(1), words.group(2), name, kind, count, delay);
  }

  private static String forms() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.ZONE_DOWN)
        .map(Kind::form)
        .collect(Collectors.joining(", "));
  }

  private static Duration duration(String text, Kind kind, String value) {
    Matcher number = Pattern.compile("(\\d{1,6})(ms|s)").matcher(value);
    if (!number.matches()) {
      throw new IllegalArgumentException(
          "'%s' has no valid delay. Write a number of s or ms, such as %s=3s or %s=200ms."
              .formatted(text, kind.word, kind.word));
    }
    long amount = Long.parseLong(number.group(1));
    return number.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private static int count(String text, Kind kind, String value) {
    if (value.isEmpty() && kind.argument != Argument.COUNT) {
      return Integer.MAX_VALUE;
    }
    if (kind.argument == Argument.NONE) {
      throw new IllegalArgumentException(
          "'" + text + "' has a value. Write " + kind.word + " without one.");
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
