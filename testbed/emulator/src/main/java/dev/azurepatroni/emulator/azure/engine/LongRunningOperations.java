package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operations of a type, over their time: azurerm waits for its own locks, sends the request and
 * polls until Azure has finished; meanwhile Azure refuses a second write to what it updates.
 */
final class LongRunningOperations {
  private final Behaviour behaviour;
  private final Cloud cloud;

  LongRunningOperations(Behaviour behaviour, Cloud cloud) {
    this.behaviour = behaviour;
    this.cloud = cloud;
  }

  /**
   * Carries an operation out to its end, or until Terraform stops.
   *
   * @param prior the state before, which stays if the request is not sent
   * @param arguments name the resources that are locked and updated
   * @param request what Azure does with the request, under the inventory's lock
   */
  OperationResult run(Call call, Value prior, Value arguments, Supplier<BegunOperation> request) {
    cloud.faults().throttle(call);
    Activity.Hold hold = cloud.activity().lock(ids(behaviour.locks, arguments));
    try {
      return cloud.faults().stop().isStopped(call.mark())
          ? call.canceled(prior)
          : poll(call, updatedBy(call, arguments), request);
    } finally {
      hold.close();
    }
  }

  private OperationResult poll(Call call, List<String> updated, Supplier<BegunOperation> request) {
    BegunOperation begun = cloud.atomically(() -> begin(updated, request));
    if (!begun.accepted()) {
      return begun.result();
    }
    try {
      boolean stopped = cloud.faults().carryOut(call);
      return stopped
          ? call.refused(begun.left(), List.of(Rejection.unfinished("context canceled")))
          : begun.result();
    } finally {
      cloud.activity().end(updated);
    }
  }

  private BegunOperation begin(List<String> updated, Supplier<BegunOperation> request) {
    BegunOperation answer = request.get();
    if (answer.accepted()) {
      cloud.activity().begin(updated);
    }
    return answer;
  }

  /** Without a delay an operation ends at once: no other meets it. */
  private List<String> updatedBy(Call call, Value arguments) {
    return cloud.faults().delay(ApiFault.Kind.SLOW, call).isPresent()
        ? ids(behaviour.updates, arguments)
        : List.of();
  }

  /** Azure refuses a second write to a resource that it updates. */
  List<Rejection> conflicts(Value arguments) {
    return ids(behaviour.exclusive, arguments).stream().anyMatch(cloud.activity()::isUpdated)
        ? List.of(
            Rejection.conflict(
                "ConflictingConcurrentWriteNotAllowed",
                "The operation was interrupted by a conflicting concurrent write on the same entity."
                    + " Please retry later."))
        : List.of();
  }

  /** Returns the ids at paths; {@code id} is the resource's own. */
  private List<String> ids(List<String> paths, Value arguments) {
    return paths.stream()
        .flatMap(
            path ->
                path.equals("id") && arguments.text("id").isEmpty()
                    ? Stream.of(behaviour.id.fill(arguments, cloud.account()))
                    : PathQuery.texts(arguments, path))
        .flatMap(LongRunningOperations::withNetwork)
        .toList();
  }

  /** A subnet is locked together with its network. */
  private static Stream<String> withNetwork(String id) {
    int subnet = id.indexOf("/subnets/");
    return subnet < 0 ? Stream.of(id) : Stream.of(id, id.substring(0, subnet));
  }
}
