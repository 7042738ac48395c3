package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * What came of an operation.
 *
 * @param state what is there now; null's value if nothing is
 * @param problems what a person has to know
 */
public record OperationResult(Value state, List<Problem> problems) {

  /** Keeps a copy. */
  public OperationResult {
    problems = List.copyOf(problems);
  }

  /** It worked. */
  public static OperationResult of(Value state) {
    return new OperationResult(state, List.of());
  }

  /** It did not, and left this behind. */
  public static OperationResult failed(Value state, List<Problem> problems) {
    return new OperationResult(state, problems);
  }

  /** Whether one of the problems stops Terraform. */
  public boolean isFailure() {
    return problems.stream().anyMatch(Problem::fatal);
  }
}
