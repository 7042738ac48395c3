package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A resource type of Azure: carries its {@link Behaviour} out against the inventory. */
public final class AzureType implements ResourceType {

  private final Behaviour behaviour;
  private final Cloud cloud;

  public AzureType(Behaviour behaviour, Cloud cloud) {
    this.behaviour = behaviour;
    this.cloud = cloud;
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
    String name = nameOf(planned, prior);
    return cloud
        .faults()
        .before(operation, behaviour.type, name)
        .map(rejection -> refused(prior, List.of(rejection), operation, name))
        .orElseGet(() -> cloud.atomically(() -> write(operation, prior, planned, config)));
  }

  private OperationResult write(String operation, Value prior, Value planned, Value config) {
    WriteRequest request = settled(prior, planned, config);
    List<Diagnostic> taken = existing(request);
    if (!taken.isEmpty()) {
      return OperationResult.failed(prior, taken);
    }
    List<Rejection> rejections = new ArrayList<>(judged(behaviour.guards, request.planned()));
    behaviour.checks.forEach(check -> rejections.addAll(check.reject(request)));
    String name = nameOf(request.planned(), prior);
    if (!rejections.isEmpty()) {
      return refused(prior, rejections, operation, name);
    }
    StoredResource item =
        new StoredResource(key(request.id()), behaviour.type, request.planned(), secrets(request));
    prior
        .text("id")
        .filter(old -> !old.equalsIgnoreCase(request.id()))
        .map(this::key)
        .ifPresent(cloud.inventory()::remove);
    Interruptions.carryOut(behaviour, request, key(request.id()), name);
    cloud.inventory().put(item);
    Value state = behaviour.view.apply(cloud, item);
    return cloud
        .faults()
        .after(operation, behaviour.type, name)
        .map(rejection -> refused(state, List.of(rejection), operation, name))
        .orElse(OperationResult.of(state));
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

  /** Returns the request with its id and with all values that its plan left unknown. */
  private WriteRequest settled(Value prior, Value planned, Value config) {
    String early = prior.text("id").orElse("");
    Value open = resolve(new WriteRequest(cloud, early, prior, planned, config), planned, "");
    String id = prior.text("id").orElseGet(() -> behaviour.id.fill(open, cloud.account()));
    WriteRequest named =
        new WriteRequest(cloud, id, prior, planned.with("id", Value.of(id)), config);
    Value state = behaviour.settle.apply(named, resolve(named, named.planned(), ""));
    return new WriteRequest(cloud, state.text("id").orElse(id), prior, state, config);
  }

  private Value resolve(WriteRequest request, Value block, String path) {
    Map<String, Value> fields = new LinkedHashMap<>();
    block
        .fields()
        .forEach(
            (name, value) -> fields.put(name, resolveField(request, block, path + name, value)));
    return Value.of(fields);
  }

  private Value resolveField(WriteRequest request, Value block, String path, Value value) {
    if (value.isUnknown()) {
      Behaviour.Computation computation = behaviour.computed.get(path);
      return computation == null ? Value.Absent.NULL : computation.compute(request, block);
    }
    if (value instanceof Value.Many many) {
      return Value.of(
          many.items().stream().map(item -> resolveField(request, block, path, item)).toList());
    }
    return value instanceof Value.Fields ? resolve(request, value, path + ".") : value;
  }

  /** The provider refuses to create what exists: it has to be imported. */
  private List<Diagnostic> existing(WriteRequest request) {
    if (!request.isCreation() || cloud.inventory().find(key(request.id())).isEmpty()) {
      return List.of();
    }
    return List.of(Diagnostic.error(exists(request.id(), behaviour.type), ""));
  }

  public static String exists(String id, String type) {
    return String.format(
        "A resource with the ID \"%s\" already exists - to be managed via Terraform this resource needs to be"
            + " imported into the State. Please see the resource documentation for \"%s\" for more information.",
        id, type);
  }

  private OperationResult refused(
      Value left, List<Rejection> rejections, String operation, String name) {
    String verb = operation.substring(0, operation.length() - 1) + "ing";
    String action =
        verb + " " + behaviour.label + " \"" + name + "\": performing " + call(operation);
    return OperationResult.failed(
        left, rejections.stream().map(rejection -> rejection.toDiagnostic(action)).toList());
  }

  private static String call(String operation) {
    return switch (operation) {
      case "delete" -> "Delete";
      case "read" -> "Get";
      default -> "CreateOrUpdate";
    };
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
        .orElse("");
  }

  @Override
  public OperationResult delete(Value prior) {
    String name = nameOf(prior, prior);
    return before("delete", name, prior, () -> remove(prior, name));
  }

  private OperationResult before(
      String operation, String name, Value left, Supplier<OperationResult> work) {
    return cloud
        .faults()
        .before(operation, behaviour.type, name)
        .map(rejection -> refused(left, List.of(rejection), operation, name))
        .orElseGet(() -> cloud.atomically(work));
  }

  private OperationResult remove(Value prior, String name) {
    String id = key(prior.text("id").orElse(""));
    List<Rejection> refusals = new ArrayList<>(judged(behaviour.guards, prior));
    refusals.addAll(judged(behaviour.removals, prior));
    if (!refusals.isEmpty()) {
      return refused(prior, refusals, "delete", name);
    }
    cloud.inventory().all().stream()
        .filter(item -> belongsTo(item, id))
        .map(StoredResource::id)
        .forEach(cloud.inventory()::remove);
    cloud.inventory().remove(id);
    return OperationResult.of(Value.Absent.NULL);
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

  private List<Rejection> judged(
      List<BiFunction<Cloud, Value, List<Rejection>>> judges, Value state) {
    return judges.stream().flatMap(judge -> judge.apply(cloud, state).stream()).toList();
  }

  @Override
  public OperationResult read(Value state) {
    String name = nameOf(state, state);
    return before("read", name, state, () -> readVisible(state, name));
  }

  private OperationResult readVisible(Value state, String name) {
    Value found = state.text("id").flatMap(this::visible).orElse(Value.Absent.NULL);
    List<Rejection> denied = found.isNull() ? List.of() : judged(behaviour.guards, found);
    return denied.isEmpty() ? OperationResult.of(found) : refused(state, denied, "read", name);
  }

  private Optional<Value> visible(String id) {
    return cloud
        .inventory()
        .find(key(id))
        .filter(item -> item.type().equals(behaviour.type))
        .map(item -> behaviour.view.apply(cloud, item));
  }

  @Override
  public OperationResult find(String id) {
    return cloud.atomically(
        () -> visible(id).map(OperationResult::of).orElseGet(() -> missing(id)));
  }

  /** Terraform reads what was imported, and then reports that it does not exist. */
  private static OperationResult missing(String id) {
    return OperationResult.of(Value.of(Map.of("id", Value.of(id))));
  }
}
