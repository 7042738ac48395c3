package dev.azurepatroni.review.plan;

import java.util.Comparator;
import java.util.List;

/**
 * What a plan does.
 *
 * @param resources changed resources, the most destructive change first
 * @param outputs changed outputs by name
 * @param drift differences between resources and the state
 * @param providers the configuration of the providers, as JSON; empty if the plan contains none
 */
public record TerraformPlan(
    List<ResourceChange> resources,
    List<OutputChange> outputs,
    List<ResourceChange> drift,
    String providers) {
  /** Copies and sorts the lists. */
  public TerraformPlan {
    resources = sorted(resources);
    outputs = outputs.stream().sorted(Comparator.comparing(OutputChange::name)).toList();
    drift = sorted(drift);
  }

  private static List<ResourceChange> sorted(List<ResourceChange> changes) {
    return changes.stream()
        .filter(change -> change.action() != Action.NONE)
        .sorted(Comparator.comparing(ResourceChange::action).thenComparing(ResourceChange::address))
        .toList();
  }

  /** {@return whether there is nothing to apply} */
  public boolean empty() {
    return resources.isEmpty() && outputs.isEmpty();
  }
}
