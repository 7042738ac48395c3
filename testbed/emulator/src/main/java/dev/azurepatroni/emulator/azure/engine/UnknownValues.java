package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fills in what a plan leaves unknown: the id and the values that Azure computes. */
final class UnknownValues {
  private final Behaviour behaviour;
  private final Cloud cloud;

  UnknownValues(Behaviour behaviour, Cloud cloud) {
    this.behaviour = behaviour;
    this.cloud = cloud;
  }

  /** Returns the request with its id and its complete state. */
  WriteRequest filled(Value prior, Value planned, Value config) {
    String early = prior.text("id").orElse("");
    Value open = fill(new WriteRequest(cloud, early, prior, planned, config), planned);
    String id = prior.text("id").orElseGet(() -> behaviour.id.fill(open, cloud.account()));
    WriteRequest named =
        new WriteRequest(cloud, id, prior, planned.with("id", Value.of(id)), config);
    Value state = behaviour.settle.apply(named, fill(named, named.planned()));
    return new WriteRequest(cloud, state.text("id").orElse(id), prior, state, config);
  }

  /** Returns the planned values with the computed ones; what nothing computes is null. */
  Value fill(WriteRequest request, Value planned) {
    return block(request, planned, "");
  }

  private Value block(WriteRequest request, Value block, String path) {
    Map<String, Value> fields = new LinkedHashMap<>();
    block
        .fields()
        .forEach((name, value) -> fields.put(name, field(request, block, path + name, value)));
    return Value.of(fields);
  }

  private Value field(WriteRequest request, Value block, String path, Value value) {
    if (value.isUnknown()) {
      Behaviour.Computation computation = behaviour.computed.get(path);
      return computation == null ? Value.Absent.NULL : computation.compute(request, block);
    }
    if (value instanceof Value.Many many) {
      return Value.of(
          many.items().stream().map(item -> field(request, block, path, item)).toList());
    }
    return value instanceof Value.Fields ? block(request, value, path + ".") : value;
  }
}
