package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.value.Value;

/**
 * The answer to a request.
 *
 * @param accepted whether Azure carries the operation out
 * @param result the result when Azure has finished
 * @param left the state if Terraform stops before
 */
record BegunOperation(boolean accepted, OperationResult result, Value left) {

  static BegunOperation refused(OperationResult result) {
    return new BegunOperation(false, result, result.state());
  }
}
