package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The behaviour of a managed resource type. Paths have no list positions: {@code os_disk.name}. */
public interface ResourceType {

  /** Returns the paths whose change requires a replacement. */
  Set<String> replacedBy();

  /** Returns the defaults, which a plan shows. */
  Map<String, Value> defaults();

  /** Validates a configuration, which can have unknown parts. */
  default List<Diagnostic> validate(Value config) {
    return List.of();
  }

  /** Refines a plan that has its defaults, computed values and replacements. */
  default ResourcePlan refine(ResourcePlan plan) {
    return plan;
  }

  /**
   * Creates a resource.
   *
   * @param planned the state to reach, computed values unknown
   * @param config the configuration, the only source of write-only arguments
   */
  OperationResult create(Value planned, Value config);

  /** Updates a resource in place. */
  OperationResult update(Value prior, Value planned, Value config);

  /** Deletes a resource; the state of the result is null on success. */
  OperationResult delete(Value prior);

  /** Reads the current state, null if the resource does not exist. */
  OperationResult read(Value state);

  /** Reads the resource with an id, for an import. */
  OperationResult find(String id);
}
