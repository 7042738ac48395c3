package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.Item;
import dev.azurepatroni.emulator.plugin.Problem;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
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
public final class Behaviour {

  /**
   * Works a value out that nobody configured; the second argument is the block that it belongs to.
   */
  @FunctionalInterface
  public interface Computation {
    Value compute(WriteRequest request, Value block);
  }

  final String type;
  final String label;
  final IdTemplate id;
  final Set<String> replacedBy = new LinkedHashSet<>();
  final Map<String, Value> defaults = new LinkedHashMap<>();
  final Map<String, Computation> computed = new LinkedHashMap<>();
  final List<WriteRequest.Check> checks = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> guards = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> removals = new ArrayList<>();
  final List<Function<Value, List<Problem>>> validations = new ArrayList<>();
  final List<UnaryOperator<ResourcePlan>> refinements = new ArrayList<>();
  final Map<String, String> parts = new LinkedHashMap<>();
  String keySuffix = "";
  BiFunction<Cloud, Item, Value> view = (cloud, item) -> item.state();
  BiFunction<WriteRequest, Value, Value> settle = (request, state) -> state;
  Function<WriteRequest, Map<String, String>> hidden = request -> Map.of();

  private Behaviour(String type, String label, String id) {
    this.type = type;
    this.label = label;
    this.id = new IdTemplate(id);
  }

  /** A resource inside a resource group, named and placed by arguments that cannot be changed. */
  public static Behaviour inGroup(String type, String label, String armType) {
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
  public static Behaviour of(String type, String label, String id) {
    Behaviour behaviour = new Behaviour(type, label, id);
    return id.contains("{name}") ? behaviour.replacedBy("name") : behaviour;
  }

  /** Terraform's name of the type. */
  public String type() {
    return type;
  }

  public Behaviour replacedBy(String... paths) {
    replacedBy.addAll(List.of(paths));
    return this;
  }

  public Behaviour preset(String path, String value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  public Behaviour preset(String path, long value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  public Behaviour preset(String path, boolean value) {
    defaults.put(path, Value.of(value));
    return this;
  }

  public Behaviour computes(String path, Computation computation) {
    computed.put(path, computation);
    return this;
  }

  public Behaviour computes(String path, String value) {
    return computes(path, (request, block) -> Value.of(value));
  }

  public Behaviour computes(String path, boolean value) {
    return computes(path, (request, block) -> Value.of(value));
  }

  public Behaviour computes(String path, long value) {
    return computes(path, (request, block) -> Value.of(value));
  }

  /** A GUID that Azure makes up for it: the same for the same id, so that runs can be compared. */
  public Behaviour computesGuid(String path) {
    return computes(path, (request, block) -> Value.of(Account.guid(path + " of " + request.id())));
  }

  public Behaviour check(WriteRequest.Check check) {
    checks.add(check);
    return this;
  }

  /** Arguments that are ids of things which have to exist. */
  public Behaviour refersTo(String... paths) {
    return check(request -> Checks.existing(request, paths));
  }

  /** Who may use it at all: judged at every creation, change, read and deletion. */
  public Behaviour guards(BiFunction<Cloud, Value, List<Rejection>> guard) {
    guards.add(guard);
    return this;
  }

  /** What keeps it from being deleted. */
  public Behaviour removal(BiFunction<Cloud, Value, List<Rejection>> judge) {
    removals.add(judge);
    return this;
  }

  /**
   * Its id is another resource's too, as azurerm has it for ties to subnets; the suffix tells them
   * apart.
   */
  public Behaviour sharesId(String suffix) {
    keySuffix = suffix;
    return this;
  }

  /**
   * Things of another type that name it at a path go with it, though their ids do not begin with
   * its id.
   */
  public Behaviour owns(String partType, String path) {
    parts.put(partType, path);
    return this;
  }

  /** As long as something of a type has its id at a path, it cannot be deleted. */
  public Behaviour heldBy(String holderType, String path, String code) {
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
  public Behaviour validates(Function<Value, List<Problem>> validation) {
    validations.add(validation);
    return this;
  }

  /** Particulars of a plan. */
  public Behaviour plans(UnaryOperator<ResourcePlan> refinement) {
    refinements.add(refinement);
    return this;
  }

  /** What a read shows beyond what was written: what other resources made of it. */
  public Behaviour shows(BiFunction<Cloud, Item, Value> aView) {
    view = aView;
    return this;
  }

  /** What the provider makes of the state at the end of every creation and change. */
  public Behaviour settles(BiFunction<WriteRequest, Value, Value> aSettlement) {
    settle = aSettlement;
    return this;
  }

  /** What Azure keeps and never shows through this type. */
  public Behaviour hides(Function<WriteRequest, Map<String, String>> secrets) {
    hidden = secrets;
    return this;
  }
}
