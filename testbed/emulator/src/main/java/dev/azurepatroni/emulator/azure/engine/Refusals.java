package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What Azure refuses for a type: by its rules, for a concurrent write, or by an injected fault. */
final class Refusals {
  private final Behaviour behaviour;
  private final Cloud cloud;
  private final LongRunningOperations operations;

  Refusals(Behaviour behaviour, Cloud cloud, LongRunningOperations operations) {
    this.behaviour = behaviour;
    this.cloud = cloud;
    this.operations = operations;
  }

  List<Rejection> ofWrite(Call call, WriteRequest request) {
    List<Rejection> rejections = new ArrayList<>(byRules(behaviour.guards, request.planned()));
    behaviour.checks.forEach(check -> rejections.addAll(check.reject(request)));
    rejections.addAll(operations.conflicts(request.planned()));
    if (cloud.faults().happens(ApiFault.Kind.NO_CAPACITY, call)) {
      rejections.add(behaviour.capacity.apply(request));
    }
    if (cloud.faults().happens(ApiFault.Kind.TAKEN, call)) {
      rejections.add(behaviour.taken.apply(request));
    }
    rejections.addAll(injected(call, request.planned()));
    return rejections;
  }

  List<Rejection> ofDelete(Call call, Value prior) {
    List<Rejection> rejections = new ArrayList<>(byRules(behaviour.guards, prior));
    rejections.addAll(byRules(behaviour.removals, prior));
    rejections.addAll(operations.conflicts(prior));
    rejections.addAll(injected(call, prior));
    return rejections;
  }

  List<Rejection> ofRead(Value found) {
    List<Rejection> rejections = new ArrayList<>();
    if (!found.isNull()) {
      rejections.addAll(byRules(behaviour.guards, found));
      rejections.addAll(byRules(behaviour.readGuards, found));
    }
    return rejections;
  }

  private List<Rejection> byRules(
      List<BiFunction<Cloud, Value, List<Rejection>>> rules, Value state) {
    return rules.stream().flatMap(rule -> rule.apply(cloud, state).stream()).toList();
  }

  private List<Rejection> injected(Call call, Value arguments) {
    List<Rejection> rejections = new ArrayList<>();
    if (cloud.faults().happens(ApiFault.Kind.FAILS, call)) {
      rejections.add(Rejection.internal());
    }
    if (cloud.faults().happens(ApiFault.Kind.FAILS_LATE, call)) {
      rejections.add(
          Rejection.afterAcceptance(
              "InternalServerError", "An error occurred, injected by --fault."));
    }
    if (behaviour.zone.apply(cloud, arguments).filter(cloud.faults()::isDown).isPresent()) {
      rejections.add(Rejection.unfinished("context deadline exceeded"));
    }
    return rejections;
  }
}
