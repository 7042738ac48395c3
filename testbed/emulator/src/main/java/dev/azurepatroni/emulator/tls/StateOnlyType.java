package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.plugin.Outcome;
import dev.azurepatroni.emulator.plugin.Problem;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;

/**
 * What all types of this provider have in common: nothing exists but what Terraform's state holds.
 */
interface StateOnlyType extends ResourceType {
  /** Makes it, or says which argument is wrong. */
  Value make(Value planned);

  @Override
  default Outcome create(Value planned, Value config) {
    try {
      return Outcome.of(make(planned));
    } catch (BadArgumentException bad) {
      return Outcome.failed(
          Value.Absent.NULL, List.of(Problem.error(bad.path(), bad.summary(), bad.getMessage())));
    }
  }

  @Override
  default Outcome update(Value prior, Value planned, Value config) {
    return Outcome.of(planned);
  }

  @Override
  default Outcome delete(Value prior) {
    return Outcome.of(Value.Absent.NULL);
  }

  @Override
  default Outcome read(Value state) {
    return Outcome.of(state);
  }

  @Override
  default Outcome find(String id) {
    Problem refused =
        Problem.error("Resource Import Not Implemented", "This resource does not support import.");
    return Outcome.failed(Value.Absent.NULL, List.of(refused));
  }
}
