package dev.azurepatroni.review.stops;

import dev.azurepatroni.review.plan.AttributeChange;
import java.util.List;

/**
 * A host that a plan stops.
 *
 * @param name of the host
 * @param label of its VM in the configuration
 * @param role {@code database}, {@code pooler} or {@code witness}
 * @param voter whether it is an etcd member
 * @param kind how it is stopped
 * @param reasons attributes that stop it; empty if it is destroyed
 */
public record StoppedHost(
    String name,
    String label,
    String role,
    boolean voter,
    StopKind kind,
    List<AttributeChange> reasons) {
  /** Copies the list. */
  public StoppedHost {
    reasons = List.copyOf(reasons);
  }

  /** {@return the address of its VM} */
  public String address() {
    return PowerCycles.VM + "." + label;
  }
}
