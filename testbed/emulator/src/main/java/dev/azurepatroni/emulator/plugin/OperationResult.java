package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * The result of an operation.
 *
 * @param state the state after it; null if the resource does not exist
 * @param problems errors and warnings for the user
 */
public record OperationResult(Value state, List<Problem> problems) {

  /** Keeps a copy. */
  public OperationResult {
    problems = List.copyOf(problems);
  }

  /** A success. */
  public static OperationResult of(Value state) {
    return new OperationResult(state, List.of());
  }

  /** A failure that left this state. */
  public static OperationResult failed(Value state, List<Problem> problems) {
    return new OperationResult(state, problems);
  }

  /** Returns whether a problem is an error. */
  public boolean isFailure() {
    return problems.stream().anyMatch(Problem::fatal);
  }
}
