package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a change will make of a resource.
 *
 * @param prior what is there; null's value if the resource is to be made
 * @param config what is configured, unknown parts included
 * @param planned what will be there; unknown where only the apply will tell
 * @param replaces the paths whose change cannot be made in place
 * @param problems what a person has to know
 */
public record ResourcePlan(
    Value prior, Value config, Value planned, Set<Path> replaces, List<Problem> problems) {

  /** Keeps copies. */
  public ResourcePlan {
    replaces = Set.copyOf(replaces);
    problems = List.copyOf(problems);
  }

  /** Whether the resource is to be made. */
  public boolean isCreation() {
    return prior.isNull();
  }

  /** Whether a path's planned value differs from what is there. */
  public boolean changes(String path) {
    return !prior.at(path).equals(planned.at(path));
  }

  /** The same plan with another value at a path. */
  public ResourcePlan with(String path, Value value) {
    return new ResourcePlan(prior, config, planned.with(path, value), replaces, problems);
  }

  /**
   * The same plan, which cannot be carried out in place because of a path; nothing changes for a
   * creation.
   */
  public ResourcePlan replacedBy(String path) {
    if (isCreation()) {
      return this;
    }
    Set<Path> more = new LinkedHashSet<>(replaces);
    more.add(Path.of(path));
    return new ResourcePlan(prior, config, planned, more, problems);
  }

  /** The same plan with one more thing to know. */
  public ResourcePlan with(Problem problem) {
    List<Problem> more = new ArrayList<>(problems);
    more.add(problem);
    return new ResourcePlan(prior, config, planned, replaces, more);
  }
}
