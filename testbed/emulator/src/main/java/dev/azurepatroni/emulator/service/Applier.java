package dev.azurepatroni.emulator.service;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.emulator.value.Value;

/** Applies a plan and checks the result against the protocol's rules. */
final class Applier {

  private final Schema schema;
  private final ResourceType type;

  Applier(Schema schema, ResourceType type) {
    this.schema = schema;
    this.type = type;
  }

  /**
   * Creates, updates or deletes.
   *
   * @throws IllegalStateException if a value is still unknown, which Terraform cannot store
   */
  OperationResult apply(Value prior, Value planned, Value config) {
    OperationResult result;
    if (planned.isNull()) {
      result = type.delete(prior);
    } else if (prior.isNull()) {
      result = type.create(planned, config);
    } else {
      result = type.update(prior, planned, config);
    }
    Value state = schema.type().conform(result.state());
    if (!state.isFullyKnown()) {
      throw new IllegalStateException("Unknown after the apply: " + unknown(state, ""));
    }
    return new OperationResult(state, result.diagnostics());
  }

  private static String unknown(Value value, String path) {
    StringBuilder names = new StringBuilder();
    value
        .fields()
        .forEach(
            (name, field) ->
                names.append(
                    field.isUnknown() ? path + name + " " : unknown(field, path + name + ".")));
    for (int i = 0; i < value.items().size(); i++) {
      names.append(unknown(value.items().get(i), path + i + "."));
    }
    return names.toString();
  }
}
