package dev.azurepatroni.verify.check;

import java.util.List;

/**
 * What came of a check.
 *
 * @param seconds how long it took
 * @param messages what is wrong and what to do, or what has to be known
 */
public record Result(
    CheckName name,
    Status status,
    double seconds,
    List<Figure> figures,
    List<String> messages,
    List<Plot> plots) {
  /** Keeps copies. */
  public Result {
    figures = List.copyOf(figures);
    messages = List.copyOf(messages);
    plots = List.copyOf(plots);
  }
}
