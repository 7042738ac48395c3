package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.util.List;
import java.util.Optional;

/**
 * A stack that the pull request changes.
 *
 * @param base the stack before; absent if it is new
 * @param head the stack after; absent if it was removed
 * @param planning what came of the request for a plan
 */
public record StackChange(StackOutput base, StackOutput head, Planning planning) {
  /** {@return the name of the stack} */
  public String name() {
    return head.name();
  }

  /** {@return the plan, if there is one} */
  public Optional<TerraformPlan> plan() {
    return planning instanceof Planning.Planned planned
        ? Optional.of(planned.plan())
        : Optional.empty();
  }

  /** {@return what Terraform printed in place of a plan} */
  Optional<String> refusal() {
    return planning instanceof Planning.Refused refused
        ? Optional.of(refused.message())
        : Optional.empty();
  }

  /**
   * {@return what happens to resources: by the plan, or else by the difference of the
   * configurations; nothing if the stack was removed}
   */
  List<ResourceChange> resources() {
    if (!head.exists()) {
      return List.of();
    }
    return plan().map(TerraformPlan::resources).orElseGet(() -> Configurations.changes(base, head));
  }

  /** {@return whether Terraform refuses to destroy a resource} */
  boolean guarded(ResourceChange change) {
    return head.guards(change.type(), change.label());
  }

  /** {@return whether the resource was protected, and the protection was removed with it} */
  boolean lostItsGuard(ResourceChange change) {
    return !guarded(change) && base.guards(change.type(), change.label());
  }
}
