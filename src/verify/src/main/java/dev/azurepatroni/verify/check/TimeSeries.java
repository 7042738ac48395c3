package dev.azurepatroni.verify.check;

import java.util.List;

/**
 * A value measured second by second.
 *
 * @param title of its plot
 * @param unit of the values
 * @param values one a second
 * @param marks the seconds at which a fault was injected
 */
public record TimeSeries(String title, String unit, List<Double> values, List<Double> marks) {
  /** Keeps copies. */
  public TimeSeries {
    values = List.copyOf(values);
    marks = List.copyOf(marks);
  }
}
