package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The plan of a create or an update.
 *
 * @param prior the state before; null for a creation
 * @param config the configuration, which can have unknown parts
 * @param planned the state after it, unknown where only the apply determines a value
 * @param replaces the paths whose change requires a replacement
 * @param diagnostics errors and warnings for the user
 */
public record ResourcePlan(
    Value prior,
    Value config,
    Value planned,
    Set<ValuePath> replaces,
    List<Diagnostic> diagnostics) {

  /** Keeps copies. */
  public ResourcePlan {
    replaces = Set.copyOf(replaces);
    diagnostics = List.copyOf(diagnostics);
  }

  /** Returns whether the resource is created. */
  public boolean isCreation() {
    return prior.isNull();
  }

  /** Returns whether the value at a path changes. */
  public boolean changes(String path) {
    return !prior.at(path).equals(planned.at(path));
  }

  /** Returns a copy with another value at a path. */
  public ResourcePlan with(String path, Value value) {
    return new ResourcePlan(prior, config, planned.with(path, value), replaces, diagnostics);
  }

  /** Returns a copy that replaces the resource because of a path; unchanged for a creation. */
  public ResourcePlan replacedBy(String path) {
    if (isCreation()) {
      return this;
    }
    Set<ValuePath> more = new LinkedHashSet<>(replaces);
    more.add(ValuePath.of(path));
    return new ResourcePlan(prior, config, planned, more, diagnostics);
  }

  /** Returns a copy with one more diagnostic. */
  public ResourcePlan with(Diagnostic diagnostic) {
    List<Diagnostic> more = new ArrayList<>(diagnostics);
    more.add(diagnostic);
    return new ResourcePlan(prior, config, planned, replaces, more);
  }
}
