package dev.azurepatroni.app.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words a stack file uses for the constants of an enum. */
public final class EnumNames {
  private EnumNames() {}

  /**
   * Every word of an enum, in the order of its constants.
   *
   * @param type an enum
   */
  public static List<String> of(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).toList();
  }

  /**
   * The word of a constant.
   *
   * @param constant of an enum
   */
  public static String of(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
