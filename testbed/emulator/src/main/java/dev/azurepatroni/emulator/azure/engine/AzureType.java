package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A resource type of Azure: carries its {@link Behaviour} out against the inventory. */
public final class AzureType implements ResourceType {

  private final Behaviour behaviour;
  private final Cloud cloud;
  private final UnknownValues unknown;
  private final LongRunningOperations operations;
  private final Refusals refusals;

  public AzureType(Behaviour behaviour, Cloud cloud) {
    this.behaviour = behaviour;
    this.cloud = cloud;
    this.unknown = new UnknownValues(behaviour, cloud);
    this.operations = new LongRunningOperations(behaviour, cloud);
    this.refusals = new Refusals(behaviour, cloud, operations);
  }

  public String label() {
    return behaviour.label;
  }

  /** Returns the id of a resource with these arguments. */
  public String idOf(Value arguments) {
    return behaviour.id.fill(arguments, cloud.account());
  }

  @Override
  public Set<String> replacedBy() {
    return behaviour.replacedBy;
  }

  @Override
  public Map<String, Value> defaults() {
    return behaviour.defaults;
  }

  @Override
  public List<Diagnostic> validate(Value config) {
    return behaviour.validations.stream()
        .flatMap(validation -> validation.apply(config).stream())
        .toList();
  }

  @Override
  public ResourcePlan refine(ResourcePlan plan) {
    ResourcePlan refined = plan;
    for (UnaryOperator<ResourcePlan> refinement : behaviour.refinements) {
      refined = refinement.apply(refined);
    }
    return refined;
  }

  @Override
  public OperationResult create(Value planned, Value config) {
    return perform("create", Value.Absent.NULL, planned, config);
  }

  @Override
  public OperationResult update(Value prior, Value planned, Value config) {
    return perform("update", prior, planned, config);
  }

  private OperationResult perform(String operation, Value prior, Value planned, Value config) {
    Call call = call(operation, nameOf(planned, prior));
    return operations.run(call, prior, planned, () -> write(call, prior, planned, config));
  }

  @Override
  public OperationResult delete(Value prior) {
    Call call = call("delete", nameOf(prior, prior));
    return operations.run(call, prior, prior, () -> remove(call, prior));
  }

  private Call call(String operation, String name) {
    return new Call(operation, behaviour.type, behaviour.label, name, cloud.faults().stop().mark());
  }

  private BegunOperation write(Call call, Value prior, Value planned, Value config) {
    WriteRequest request = unknown.filled(prior, planned, config);
    if (call.isCreation()) {
      // azurerm refuses to create what exists: it has to be imported.
      Optional<StoredResource> existing = behaviour.finds.apply(request);
      if (existing.isPresent()) {
        String message = behaviour.exists.apply(request, existing.get());
        return BegunOperation.refused(
            OperationResult.failed(prior, List.of(Diagnostic.error(message, ""))));
      }
    }
    List<Rejection> rejections = refusals.ofWrite(call, request);
    Call named = call.named(nameOf(request.planned(), prior));
    if (!rejections.stream().allMatch(Rejection::isAfterAcceptance)) {
      return BegunOperation.refused(
          named.refused(left(request, planned), beforeAcceptance(rejections)));
    }
    boolean failed = call.isCreation() && !rejections.isEmpty();
    Value state = store(call, request, failed);
    boolean forgotten = call.isCreation() && (behaviour.storesIdLast || !cloud.persistsIds());
    Value left = forgotten ? Value.Absent.NULL : state;
    if (!rejections.isEmpty()) {
      return new BegunOperation(true, named.refused(left, rejections), left);
    }
    return new BegunOperation(true, finished(call, named, state), left);
  }

  /** A read follows a create; azurerm has set the id by then. */
  private OperationResult finished(Call call, Call named, Value state) {
    List<Rejection> rejections =
        cloud.faults().happens(ApiFault.Kind.TAINTED, call)
            ? List.of(Rejection.internal())
            : refusals.ofRead(state);
    return rejections.isEmpty()
        ? OperationResult.of(state)
        : named.reading().refused(state, rejections);
  }

  private static List<Rejection> beforeAcceptance(List<Rejection> rejections) {
    return rejections.stream().filter(one -> !one.isAfterAcceptance()).toList();
  }

  /**
   * Returns the state that a refused request leaves. An update stores the planned values, although
   * Azure has the old ones: terraform-plugin-sdk, unless the provider sets {@code d.Partial}.
   */
  private Value left(WriteRequest request, Value planned) {
    return request.isCreation() || behaviour.partial
        ? request.prior()
        : unknown.fill(request, planned);
  }

  private Value store(Call call, WriteRequest request, boolean failed) {
    StoredResource item =
        new StoredResource(key(request.id()), behaviour.type, request.planned(), secrets(request));
    request
        .prior()
        .text("id")
        .filter(old -> !old.equalsIgnoreCase(request.id()))
        .map(this::key)
        .ifPresent(cloud.inventory()::remove);
    Interruptions.carryOut(behaviour, request, key(request.id()), call.name());
    if (failed) {
      cloud.inventory().putFailed(item);
    } else {
      cloud.inventory().put(item);
    }
    behaviour.companions.apply(request).forEach(cloud.inventory()::put);
    cloud
        .faults()
        .delay(ApiFault.Kind.PROPAGATES, call)
        .ifPresent(delay -> cloud.takesEffect(request.id(), delay));
    if (cloud.faults().happens(ApiFault.Kind.RECOVERED, call)) {
      cloud.recover(request.id());
    }
    return behaviour.view.apply(cloud, item);
  }

  /** Keeps the old secrets that an update does not replace. */
  private Map<String, String> secrets(WriteRequest request) {
    Map<String, String> secrets = new LinkedHashMap<>();
    request
        .prior()
        .text("id")
        .map(this::key)
        .flatMap(cloud.inventory()::find)
        .ifPresent(item -> secrets.putAll(item.sensitive()));
    secrets.putAll(behaviour.secrets.apply(request));
    return secrets;
  }

  /** Returns azurerm's error, {@code ImportAsExistsError} in helpers/tf/errors.go. */
  public static String exists(String id, String type) {
    return String.format(
        "a resource with the ID \"%s\" already exists - to be managed via Terraform this resource needs to be"
            + " imported into the State. Please see the resource documentation for \"%s\" for more information",
        id, type);
  }

  private static String nameOf(Value planned, Value prior) {
    return planned
        .text("name")
        .or(() -> prior.text("name"))
        .or(
            () ->
                planned
                    .text("id")
                    .or(() -> prior.text("id"))
                    .map(id -> id.substring(id.lastIndexOf('/') + 1)))
        .orElseGet(() -> Account.guid(planned.toString()));
  }

  private BegunOperation remove(Call call, Value prior) {
    String id = key(prior.text("id").orElse(""));
    List<Rejection> rejections = refusals.ofDelete(call, prior);
    if (!rejections.isEmpty()) {
      return BegunOperation.refused(call.refused(prior, rejections));
    }
    cloud.inventory().all().stream()
        .filter(item -> belongsTo(item, id))
        .map(StoredResource::id)
        .forEach(cloud.inventory()::remove);
    PathQuery.texts(prior, behaviour.companionId).forEach(cloud.inventory()::remove);
    cloud.inventory().remove(id);
    return new BegunOperation(true, OperationResult.of(Value.Absent.NULL), prior);
  }

  private boolean belongsTo(StoredResource item, String id) {
    String own = item.id().toLowerCase(Locale.ROOT);
    String below = id.toLowerCase(Locale.ROOT);
    String path = behaviour.parts.get(item.type());
    return own.startsWith(below + "/")
        || own.startsWith(below + "|")
        || (path != null && item.state().text(path).filter(id::equalsIgnoreCase).isPresent());
  }

  private String key(String id) {
    return id + behaviour.keySuffix;
  }

  @Override
  public OperationResult read(Value state) {
    Call call = call("read", nameOf(state, state));
    cloud.faults().throttle(call);
    if (cloud.faults().carryOut(call)) {
      return call.canceled(state);
    }
    return cloud.atomically(() -> readVisible(call, state));
  }

  private OperationResult readVisible(Call call, Value state) {
    if (cloud.faults().happens(ApiFault.Kind.FAILS, call)) {
      return call.refused(state, List.of(Rejection.internal()));
    }
    Value found = state.text("id").flatMap(id -> visible(id, state)).orElse(Value.Absent.NULL);
    List<Rejection> denied = refusals.ofRead(found);
    return denied.isEmpty() ? OperationResult.of(found) : call.refused(state, denied);
  }

  /** Returns what azurerm reads; the state before is null for an import. */
  private Optional<Value> visible(String id, Value before) {
    return cloud
        .inventory()
        .find(key(id))
        .filter(item -> item.type().equals(behaviour.type))
        .filter(
            item ->
                behaviour.parent.isEmpty()
                    || item.state()
                        .text(behaviour.parent)
                        .flatMap(cloud.inventory()::find)
                        .isPresent())
        .map(item -> asRead(item, before));
  }

  private Value asRead(StoredResource item, Value before) {
    Value read = behaviour.view.apply(cloud, item);
    for (String path : behaviour.unread) {
      read = read.with(path, before.at(path));
    }
    return behaviour.reads.read(item, before, read);
  }

  @Override
  public OperationResult find(String id) {
    return cloud.atomically(
        () -> visible(id, Value.Absent.NULL).map(OperationResult::of).orElseGet(() -> missing(id)));
  }

  /** Terraform reads what was imported, and then reports that it does not exist. */
  private static OperationResult missing(String id) {
    return OperationResult.of(Value.of(Map.of("id", Value.of(id))));
  }
}
