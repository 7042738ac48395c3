package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How Azure behaves for one resource type, written as a table row: its id, what replaces it, what
 * Azure computes and refuses. Paths have no list positions.
 */
public final class Behaviour {

  /**
   * Computes a value that is not configured; the second argument is the block that it belongs to.
   */
  @FunctionalInterface
  public interface Computation {
    Value compute(WriteRequest request, Value block);
  }

  /** Completes what azurerm reads. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Returns the state after a read.
     *
     * @param item what Azure stores
     * @param before the state before; null for an import
     * @param read what Azure returns
     */
    Value read(StoredResource item, Value before, Value read);
  }

  final String type;
  final String label;
  final IdTemplate id;
  final Set<String> replacedBy = new LinkedHashSet<>();
  final Set<String> restartedBy = new LinkedHashSet<>();
  final Set<String> deallocatedBy = new LinkedHashSet<>();
  final Map<String, Value> defaults = new LinkedHashMap<>();
  final Map<String, Computation> computed = new LinkedHashMap<>();
  final List<WriteRequest.Check> checks = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> guards = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> readGuards = new ArrayList<>();
  final List<BiFunction<Cloud, Value, List<Rejection>>> removals = new ArrayList<>();
  final List<Function<Value, List<Diagnostic>>> validations = new ArrayList<>();
  final List<UnaryOperator<ResourcePlan>> refinements = new ArrayList<>();
  final Map<String, String> parts = new LinkedHashMap<>();
  final List<String> locks = new ArrayList<>();
  final List<String> updates = new ArrayList<>();
  final List<String> exclusive = new ArrayList<>();
  final List<String> unread = new ArrayList<>();
  String keySuffix = "";
  String parent = "";
  String companionId = "";
  boolean partial;
  boolean storesIdLast;
  Function<WriteRequest, Optional<StoredResource>> finds =
      request -> request.inventory().find(request.id() + keySuffix);
  BiFunction<WriteRequest, StoredResource, String> exists;
  BiFunction<Cloud, Value, Optional<String>> zone = (cloud, state) -> Optional.empty();
  Function<WriteRequest, Rejection> capacity = request -> Rejection.internal();
  Function<WriteRequest, Rejection> taken = request -> Rejection.internal();
  Function<WriteRequest, List<StoredResource>> companions = request -> List.of();
  Reading reads = (item, before, read) -> read;
  BiFunction<Cloud, StoredResource, Value> view = (cloud, item) -> item.state();
  BiFunction<WriteRequest, Value, Value> settle = (request, state) -> state;
  Function<WriteRequest, Map<String, String>> secrets = request -> Map.of();

  private Behaviour(String type, String label, String id) {
    this.type = type;
    this.label = label;
    this.id = new IdTemplate(id);
    this.exists = (request, existing) -> AzureType.exists(request.id(), type);
  }

  /** A type in a resource group; name, group and location cannot be changed in place. */
  public static Behaviour inGroup(String type, String label, String armType) {
    return of(
            type,
            label,
            "/subscriptions/{subscription}/resourceGroups/{resource_group_name}/providers/"
                + armType
                + "/{name}")
        .replacedBy("name", "resource_group_name", "location")
        .check(CommonChecks::groupExists);
  }

  /** Any other type; a name that is part of the id cannot be changed in place. */
  public static Behaviour of(String type, String label, String id) {
    Behaviour behaviour = new Behaviour(type, label, id);
    return id.contains("{name}") ? behaviour.replacedBy("name") : behaviour;
  }

  /** Returns Terraform's name of the type. */
  public String type() {
    return type;
  }

  public Behaviour replacedBy(String... paths) {
    replacedBy.addAll(List.of(paths));
    return this;
  }

  /** Arguments whose change in place makes the provider power the machine off and on. */
  public Behaviour restartedBy(String... names) {
    restartedBy.addAll(List.of(names));
    return this;
  }

  /** The same, and the provider gives the machine's hardware back meanwhile. */
  public Behaviour deallocatedBy(String... names) {
    deallocatedBy.addAll(List.of(names));
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

  /** A GUID that Azure generates; here made from the id, so that runs can be compared. */
  public Behaviour computesGuid(String path) {
    return computes(path, (request, block) -> Value.of(Account.guid(path + " of " + request.id())));
  }

  public Behaviour check(WriteRequest.Check check) {
    checks.add(check);
    return this;
  }

  /** Refuses ids of missing resources at these paths. */
  public Behaviour refersTo(String... paths) {
    return check(request -> CommonChecks.existing(request, paths));
  }

  /** Checks the permission at every create, update, read and delete. */
  public Behaviour guards(BiFunction<Cloud, Value, List<Rejection>> guard) {
    guards.add(guard);
    return this;
  }

  /** Checks the permission at every read, also at that after a create or an update. */
  public Behaviour readable(BiFunction<Cloud, Value, List<Rejection>> guard) {
    readGuards.add(guard);
    return this;
  }

  /** Refuses a name that another resource of the type has, in any group; here, or by a fault. */
  public Behaviour uniqueName(Function<WriteRequest, Rejection> anAnswer) {
    taken = anAnswer;
    return check(
        request ->
            request
                    .others(type)
                    .anyMatch(other -> other.name().equalsIgnoreCase(request.text("name")))
                ? List.of(anAnswer.apply(request))
                : List.of());
  }

  /** Refuses a delete. */
  public Behaviour removal(BiFunction<Cloud, Value, List<Rejection>> judge) {
    removals.add(judge);
    return this;
  }

  /**
   * Its id is also another resource's, as with azurerm's associations of subnets; the suffix makes
   * the inventory's key unique.
   */
  public Behaviour sharesId(String suffix) {
    keySuffix = suffix;
    return this;
  }

  /**
   * Deletes resources of another type with it that refer to it at a path, although their ids do not
   * begin with its id.
   */
  public Behaviour owns(String partType, String path) {
    parts.put(partType, path);
    return this;
  }

  /** Refuses a delete while a resource of another type refers to it at a path. */
  public Behaviour usedBy(String holderType, String path, String code) {
    return removal(
        (cloud, state) -> {
          String held = state.text("id").orElse("");
          return cloud.inventory().ofType(holderType).stream()
              .filter(item -> PathQuery.texts(item.state(), path).anyMatch(held::equalsIgnoreCase))
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

  /** What the provider refuses before it calls Azure. */
  public Behaviour validates(Function<Value, List<Diagnostic>> validation) {
    validations.add(validation);
    return this;
  }

  /** Refines a plan after the rules of the schema. */
  public Behaviour plans(UnaryOperator<ResourcePlan> refinement) {
    refinements.add(refinement);
    return this;
  }

  /** Adds attributes to a read that follow from other resources. */
  public Behaviour shows(BiFunction<Cloud, StoredResource, Value> aView) {
    view = aView;
    return this;
  }

  /** Completes the state at the end of each create and update. */
  public Behaviour settles(BiFunction<WriteRequest, Value, Value> aSettlement) {
    settle = aSettlement;
    return this;
  }

  /** Values that Azure stores and never returns through this type. */
  public Behaviour stores(Function<WriteRequest, Map<String, String>> aSecretMap) {
    secrets = aSecretMap;
    return this;
  }

  /** How azurerm finds an existing resource before a creation, if not by its id. */
  public Behaviour finds(Function<WriteRequest, Optional<StoredResource>> aFinder) {
    finds = aFinder;
    return this;
  }

  /** What azurerm says about an existing resource. */
  public Behaviour saysExisting(BiFunction<WriteRequest, StoredResource, String> aMessage) {
    exists = aMessage;
    return this;
  }

  /** Resources that azurerm locks during an operation, by the paths of their ids. */
  public Behaviour locks(String... paths) {
    locks.addAll(List.of(paths));
    return this;
  }

  /** Resources that Azure updates during an operation, by the paths of their ids. */
  public Behaviour updates(String... paths) {
    updates.addAll(List.of(paths));
    return this;
  }

  /** The same, and Azure refuses the operation while another updates them. */
  public Behaviour updatesAlone(String... paths) {
    exclusive.addAll(List.of(paths));
    return updates(paths);
  }

  /** Attributes that azurerm does not read: a refresh keeps them, an import leaves them empty. */
  public Behaviour unread(String... paths) {
    unread.addAll(List.of(paths));
    return this;
  }

  /** Completes each read and import. */
  public Behaviour reads(Reading aReading) {
    reads = aReading;
    return this;
  }

  /** It does not exist without the resource whose id is at a path. */
  public Behaviour within(String path) {
    parent = path;
    return this;
  }

  /** An update that fails leaves the old state: azurerm sets {@code d.Partial}. */
  public Behaviour keepsStateOfFailedUpdate() {
    partial = true;
    return this;
  }

  /**
   * azurerm stores its id after the creation, whatever {@code
   * features.persist_id_on_create_before_polling_for_completion} says.
   */
  public Behaviour storesIdLast() {
    storesIdLast = true;
    return this;
  }

  /** The zone that an operation needs. */
  public Behaviour inZone(BiFunction<Cloud, Value, Optional<String>> aZone) {
    zone = aZone;
    return this;
  }

  /** What Azure answers if it has no capacity. */
  public Behaviour needsCapacity(Function<WriteRequest, Rejection> anAnswer) {
    capacity = anAnswer;
    return this;
  }

  /** Resources that Azure creates with it, and that azurerm deletes with it by the id at a path. */
  public Behaviour creates(
      String pathOfId, Function<WriteRequest, List<StoredResource>> theCompanions) {
    companionId = pathOfId;
    companions = theCompanions;
    return this;
  }
}
