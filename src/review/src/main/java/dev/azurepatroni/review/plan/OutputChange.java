package dev.azurepatroni.review.plan;

import java.util.List;

/**
 * A changed output.
 *
 * @param name of the output
 * @param action what happens to it
 * @param changes what differs in its value
 */
public record OutputChange(String name, Action action, List<AttributeChange> changes) {
  /** Copies the list. */
  public OutputChange {
    changes = List.copyOf(changes);
  }
}
