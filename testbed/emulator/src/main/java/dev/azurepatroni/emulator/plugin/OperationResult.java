package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * The result of an operation.
 *
 * @param state the state after it; null if the resource does not exist
 * @param diagnostics errors and warnings for the user
 */
public record OperationResult(Value state, List<Diagnostic> diagnostics) {

  /** Keeps a copy. */
  public OperationResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /** A success. */
  public static OperationResult of(Value state) {
    return new OperationResult(state, List.of());
  }

  /** A failure that left this state. */
  public static OperationResult failed(Value state, List<Diagnostic> diagnostics) {
    return new OperationResult(state, diagnostics);
  }

  /** Returns whether a diagnostic is an error. */
  public boolean isFailure() {
    return diagnostics.stream().anyMatch(Diagnostic::fatal);
  }
}
