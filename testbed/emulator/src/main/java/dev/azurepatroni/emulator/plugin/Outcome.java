package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * What came of an operation.
 *
 * @param state what is there now; null's value if nothing is
 * @param problems what a person has to know
 */
public record Outcome(Value state, List<Problem> problems) {

  /** Keeps a copy. */
  public Outcome {
    problems = List.copyOf(problems);
  }

  /** It worked. */
  public static Outcome of(Value state) {
    return new Outcome(state, List.of());
  }

  /** It did not, and left this behind. */
  public static Outcome failed(Value state, List<Problem> problems) {
    return new Outcome(state, problems);
  }

  /** Whether one of the problems stops Terraform. */
  public boolean isFailure() {
    return problems.stream().anyMatch(Problem::fatal);
  }
}
