package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.util.List;
import java.util.Optional;

/**
 * A stack that the pull request changes.
 *
 * @param name of the stack
 * @param base how it was; empty for a new one
 * @param head how it is; empty for one that is gone
 * @param plan what Terraform does; empty where nobody could ask it
 * @param refusal what Terraform said instead of planning
 */
public record StackChange(
    String name,
    Optional<StackOutput> base,
    Optional<StackOutput> head,
    Optional<Plan> plan,
    Optional<String> refusal) {

  /**
   * What happens to resources: by the plan, otherwise what differs in the configuration. Nothing
   * happens to those of a stack that is gone.
   */
  List<ResourceChange> resources() {
    if (head.isEmpty()) {
      return List.of();
    }
    return plan.map(Plan::resources).orElseGet(() -> Configurations.changes(base, head));
  }

  /** Whether Terraform refuses to destroy a resource. */
  boolean guarded(ResourceChange change) {
    return head.map(it -> it.guards(change.type(), change.label())).orElse(false);
  }

  /** Whether it was protected, and the protection went with its block. */
  boolean lostItsGuard(ResourceChange change) {
    return !guarded(change)
        && base.map(it -> it.guards(change.type(), change.label())).orElse(false);
  }
}
