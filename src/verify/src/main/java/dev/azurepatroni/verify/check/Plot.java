package dev.azurepatroni.verify.check;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Something measured second by second.
 *
 * @param title over it
 * @param unit of the values
 * @param values one a second
 * @param mark the second at which something was done to the cluster
 */
public record Plot(String title, String unit, List<Double> values, OptionalDouble mark) {
  /** Keeps a copy. */
  public Plot {
    values = List.copyOf(values);
  }
}
