package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a provider behaves for one type of resource. Paths are written without positions: {@code
 * os_disk.name}.
 */
public interface ResourceType {

  /** What cannot be changed in place. */
  Set<String> replacedBy();

  /** What the provider puts where nothing is configured, and shows in the plan. */
  Map<String, Value> defaults();

  /** What is wrong with a configuration, parts of which may be unknown. */
  default List<Problem> validate(Value config) {
    return List.of();
  }

  /**
   * A plan after defaults, computed values and replacements, for whatever is particular about the
   * type.
   */
  default ResourcePlan refine(ResourcePlan plan) {
    return plan;
  }

  /**
   * Makes a resource.
   *
   * @param planned what to make, the computed parts unknown
   * @param config the configuration, which alone holds write-only arguments
   */
  OperationResult create(Value planned, Value config);

  /** Changes a resource in place. */
  OperationResult update(Value prior, Value planned, Value config);

  /** Removes a resource; the state of the outcome is null's value if that worked. */
  OperationResult delete(Value prior);

  /** What is there now, null's value if nothing is. */
  OperationResult read(Value state);

  /** What is there under an id; null's value if nothing is. */
  OperationResult find(String id);
}
