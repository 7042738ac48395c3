package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckStatus;
import dev.azurepatroni.verify.check.Figure;
import java.util.Locale;

/** Values as people read them. */
final class Numbers {
  private Numbers() {}

  /** Three digits that mean something, or all of a whole number. */
  static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  }

  static String text(Figure figure) {
    return (text(figure.value()) + " " + figure.unit()).strip();
  }

  static String text(CheckStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
