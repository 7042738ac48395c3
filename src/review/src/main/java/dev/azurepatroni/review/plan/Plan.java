package dev.azurepatroni.review.plan;

import java.util.Comparator;
import java.util.List;

/**
 * What a plan does.
 *
 * @param resources what is done to resources, the worst first; what stays as it is is not told
 * @param outputs changed outputs by name
 * @param drift how resources differ from the state since it was written
 */
public record Plan(
    List<ResourceChange> resources, List<OutputChange> outputs, List<ResourceChange> drift) {
  /** Keeps sorted copies. */
  public Plan {
    resources = sorted(resources);
    outputs = outputs.stream().sorted(Comparator.comparing(OutputChange::name)).toList();
    drift = sorted(drift);
  }

  private static List<ResourceChange> sorted(List<ResourceChange> changes) {
    return changes.stream()
        .filter(it -> it.action() != Action.NONE)
        .sorted(Comparator.comparing(ResourceChange::action).thenComparing(ResourceChange::address))
        .toList();
  }

  /** Whether applying it would do nothing. */
  public boolean empty() {
    return resources.isEmpty() && outputs.isEmpty();
  }
}
