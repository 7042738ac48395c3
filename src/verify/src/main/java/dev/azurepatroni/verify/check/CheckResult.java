package dev.azurepatroni.verify.check;

import java.util.List;

/**
 * The result of a check.
 *
 * @param seconds how long it took
 * @param messages what is wrong and what to do, or what the reader should know
 */
public record CheckResult(
    CheckName name,
    CheckStatus status,
    double seconds,
    List<Figure> figures,
    List<String> messages,
    List<TimeSeries> series) {
  /** Keeps copies. */
  public CheckResult {
    figures = List.copyOf(figures);
    messages = List.copyOf(messages);
    series = List.copyOf(series);
  }
}
