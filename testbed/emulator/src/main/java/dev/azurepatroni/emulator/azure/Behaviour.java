package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Item;
import dev.azurepatroni.emulator.plugin.Plan;
import dev.azurepatroni.emulator.plugin.Problem;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How Azure behaves for one type of resource, written as a table row: what its id is made of, what
 * cannot be changed, what it fills in, what it refuses. Paths are written without positions.
 */
final class Behaviour {

  /**
   * Works a value out that nobody configured; the second argument is the block that it belongs to.
   */
  @FunctionalInterface
  interface Computation {
    Value compute(Attempt attempt, Value block);
  }

  final String type;
  final String label;
  final IdTemplate id;
  final Set<String> replacedBy = new LinkedHashSet<>();
  final Map<String, Value> defaults = new LinkedHashMap<>();
  final Map<String, Computation> computed = new LinkedHashMap<>();
  final List<Attempt.Check> checks = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> guards = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> removals = new ArrayList<>();
  final List<Function<Value, List<Problem>>> validations = new ArrayList<>();
  final List<UnaryOperator<Plan>> refinements = new ArrayList<>();
  final Map<String, String> parts = new LinkedHashMap<>();
  String keySuffix = "";
  BiFunction<Cloud, Item, Value> view = (cloud, item) -> item.state();
  BiFunction<Attempt, Value, Value> settle = (attempt, state) -> state;
  Function<Attempt, Map<String, String>> hidden = attempt -> Map.of();

  private Behaviour(String type, String label, String id) {
    this.type = type;
    this.label = label;
    this.id = new IdTemplate(id);
  }

  /** A resource inside a resource group, named and placed by arguments that cannot be changed. */
  static Behaviour inGroup(String type, String label, String armType) {
    return of(
            type,
            label,
            "/subscriptions/{subscription}/resourceGroups/{resource_group_name}/providers/"
                + armType
                + "/{name}")
        .replacedBy("name", "resource_group_name", "location")
        .check(Checks::groupExists);
  }

  /** Any other resource; a name that its id holds cannot be changed. */
  static Behaviour of(String type, String label, String id) {
    Behaviour behaviour = new Behaviour(type, label, id);
    return id.contains("{name}") ? behaviour.replacedBy("name") : behaviour;
  }

  Behaviour replacedBy(String... paths) {
    replacedBy.addAll(List.of(paths));
    return this;
  }

  Behaviour preset(String path, String value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  Behaviour preset(String path, long value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  Behaviour preset(String path, boolean value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  Behaviour computes(String path, Computation computation) {
    computed.put(path, computation);
    return this;
  }

  Behaviour computes(String path, String value) {
    return computes(path, (attempt, block) -> Value.of(value));
  }

  Behaviour computes(String path, boolean value) {
    return computes(path, (attempt, block) -> Value.of(value));
  }

  Behaviour computes(String path, long value) {
    return computes(path, (attempt, block) -> Value.of(value));
  }

  /** A GUID that Azure makes up for it: the same for the same id, so that runs can be compared. */
  Behaviour computesGuid(String path) {
    return computes(path, (attempt, block) -> Value.of(Account.guid(path + " of " + attempt.id())));
  }

  Behaviour check(Attempt.Check check) {
    checks.add(check);
    return this;
  }

  /** Arguments that are ids of things which have to exist. */
  Behaviour refersTo(String... paths) {
    return check(attempt -> Checks.existing(attempt, paths));
  }

  /** Who may use it at all: judged at every creation, change, read and deletion. */
  Behaviour guards(BiFunction<Cloud, Value, List<Rejection>> guard) {
    guards.add(guard);
    return this;
  }

  /** What keeps it from being deleted. */
  Behaviour removal(BiFunction<Cloud, Value, List<Rejection>> judge) {
    removals.add(judge);
    return this;
  }

  /**
   * Its id is another resource's too, as azurerm has it for ties to subnets; the suffix tells them
   * apart.
   */
  Behaviour sharesId(String suffix) {
    keySuffix = suffix;
    return this;
  }

  /**
   * Things of another type that name it at a path go with it, though their ids do not begin with
   * its id.
   */
  Behaviour owns(String partType, String path) {
    parts.put(partType, path);
    return this;
  }

  /** As long as something of a type has its id at a path, it cannot be deleted. */
  Behaviour heldBy(String holderType, String path, String code) {
    return removal(
        (cloud, state) -> {
          String held = state.text("id").orElse("");
          return cloud.inventory().ofType(holderType).stream()
              .filter(item -> Refs.at(item.state(), path).anyMatch(held::equalsIgnoreCase))
              .limit(1)
              .map(
                  item ->
                      Rejection.badRequest(
                          code,
                          label
                              + " "
                              + held
                              + " is in use by "
                              + item.id()
                              + " and cannot be deleted.",
                          ""))
              .toList();
        });
  }

  /** What the provider itself refuses, before Azure is asked. */
  Behaviour validates(Function<Value, List<Problem>> validation) {
    validations.add(validation);
    return this;
  }

  /** Particulars of a plan. */
  Behaviour plans(UnaryOperator<Plan> refinement) {
    refinements.add(refinement);
    return this;
  }

  /** What a read shows beyond what was written: what other resources made of it. */
  Behaviour shows(BiFunction<Cloud, Item, Value> aView) {
    view = aView;
    return this;
  }

  /** What the provider makes of the state at the end of every creation and change. */
  Behaviour settles(BiFunction<Attempt, Value, Value> aSettlement) {
    settle = aSettlement;
    return this;
  }

  /** What Azure keeps and never shows through this type. */
  Behaviour hides(Function<Attempt, Map<String, String>> secrets) {
    hidden = secrets;
    return this;
  }
}
