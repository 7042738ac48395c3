package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/** A type of hashicorp/tls: its resources exist in Terraform's state only. */
interface StateOnlyType extends ResourceType {
  /** Creates the state, or throws {@link BadArgumentException}. */
  Value make(Value planned);

  @Override
  default OperationResult create(Value planned, Value config) {
    try {
      return OperationResult.of(make(planned));
    } catch (BadArgumentException bad) {
      return OperationResult.failed(
          Value.Absent.NULL,
          List.of(Diagnostic.error(bad.path(), bad.summary(), bad.getMessage())));
    }
  }

  @Override
  default OperationResult update(Value prior, Value planned, Value config) {
    return OperationResult.of(planned);
  }

  @Override
  default OperationResult delete(Value prior) {
    return OperationResult.of(Value.Absent.NULL);
  }

  @Override
  default OperationResult read(Value state) {
    return OperationResult.of(state);
  }

  @Override
  default OperationResult find(String id) {
    Diagnostic refused =
        Diagnostic.error(
            "Resource Import Not Implemented", "This resource does not support import.");
    return OperationResult.failed(Value.Absent.NULL, List.of(refused));
  }
}
