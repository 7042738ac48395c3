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
import java.util.stream.Stream;

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
    Call call = call(operation, nameOf(planned, prior));
    return run(call, prior, planned, () -> write(call, prior, planned, config));
  }

  @Override
  public OperationResult delete(Value prior) {
    Call call = call("delete", nameOf(prior, prior));
    return run(call, prior, prior, () -> remove(call, prior));
  }

  private Call call(String operation, String name) {
    return new Call(operation, behaviour.type, name, cloud.faults().stop().mark());
  }

  /**
   * Carries an operation out as azurerm does: waits for its locks, sends the request, polls until
   * Azure has finished.
   */
  private OperationResult run(
      Call call, Value prior, Value arguments, Supplier<BegunOperation> request) {
    cloud.faults().throttle(call);
    Activity.Hold hold = cloud.activity().lock(ids(behaviour.locks, arguments));
    try {
      if (cloud.faults().stop().isStopped(call.mark())) {
        String text = call.action(behaviour.label) + ": context canceled";
        return refused(call, prior, List.of(Rejection.byProvider(text, "")));
      }
      // Without a delay an operation ends at once: no other meets it.
      List<String> updated =
          cloud.faults().delay(ApiFault.Kind.SLOW, call).isPresent()
              ? ids(behaviour.updates, arguments)
              : List.of();
      return poll(call, updated, request);
    } finally {
      hold.close();
    }
  }

  private OperationResult poll(Call call, List<String> updated, Supplier<BegunOperation> request) {
    BegunOperation begun =
        cloud.atomically(
            () -> {
              BegunOperation answer = request.get();
              if (answer.accepted()) {
                cloud.activity().begin(updated);
              }
              return answer;
            });
    if (!begun.accepted()) {
      return begun.result();
    }
    try {
      boolean stopped = cloud.faults().carryOut(call);
      return stopped
          ? refused(call, begun.left(), List.of(Rejection.unfinished("context canceled")))
          : begun.result();
    } finally {
      cloud.activity().end(updated);
    }
  }

  /** Returns the ids at paths; {@code id} is the resource's own. */
  private List<String> ids(List<String> paths, Value arguments) {
    return paths.stream()
        .flatMap(
            path ->
                path.equals("id") && arguments.text("id").isEmpty()
                    ? Stream.of(idOf(arguments))
                    : PathQuery.texts(arguments, path))
        .flatMap(AzureType::withNetwork)
        .toList();
  }

  /** Who locks a subnet also locks its network. */
  private static Stream<String> withNetwork(String id) {
    int subnet = id.indexOf("/subnets/");
    return subnet < 0 ? Stream.of(id) : Stream.of(id, id.substring(0, subnet));
  }

  private BegunOperation write(Call call, Value prior, Value planned, Value config) {
    WriteRequest request = settled(prior, planned, config);
    if (call.isCreation()) {
      // azurerm refuses to create what exists: it has to be imported.
      Optional<StoredResource> existing = behaviour.finds.apply(request);
      if (existing.isPresent()) {
        String message = behaviour.exists.apply(request, existing.get());
        return BegunOperation.refused(
            OperationResult.failed(prior, List.of(Diagnostic.error(message, ""))));
      }
    }
    List<Rejection> rejections = rejections(call, request);
    Call named = call.named(nameOf(request.planned(), prior));
    if (!rejections.stream().allMatch(Rejection::isAfterAcceptance)) {
      return BegunOperation.refused(refused(named, left(request, planned), refusals(rejections)));
    }
    boolean failed = call.isCreation() && !rejections.isEmpty();
    Value state = store(call, request, failed);
    boolean forgotten = call.isCreation() && (behaviour.storesIdLast || !cloud.persistsIds());
    Value left = forgotten ? Value.Absent.NULL : state;
    if (!rejections.isEmpty()) {
      return new BegunOperation(true, refused(named, left, rejections), left);
    }
    return new BegunOperation(true, finished(call, named, state), left);
  }

  /** A read follows a create; azurerm has set the id by then. */
  private OperationResult finished(Call call, Call named, Value state) {
    return cloud.faults().happens(ApiFault.Kind.TAINTED, call)
        ? refused(named.reading(), state, List.of(Rejection.internal()))
        : OperationResult.of(state);
  }

  private static List<Rejection> refusals(List<Rejection> rejections) {
    return rejections.stream().filter(one -> !one.isAfterAcceptance()).toList();
  }

  /**
   * Returns the state that a refused request leaves. An update stores the planned values, although
   * Azure has the old ones: terraform-plugin-sdk, unless the provider sets {@code d.Partial}.
   */
  private Value left(WriteRequest request, Value planned) {
    return request.isCreation() || behaviour.partial
        ? request.prior()
        : resolve(request, planned, "");
  }

  private List<Rejection> rejections(Call call, WriteRequest request) {
    List<Rejection> rejections = new ArrayList<>(judged(behaviour.guards, request.planned()));
    behaviour.checks.forEach(check -> rejections.addAll(check.reject(request)));
    rejections.addAll(conflicts(request.planned()));
    if (cloud.faults().happens(ApiFault.Kind.NO_CAPACITY, call)) {
      rejections.add(behaviour.capacity.apply(request));
    }
    rejections.addAll(injected(call, request.planned()));
    return rejections;
  }

  /** Azure refuses a second write to a resource that it updates. */
  private List<Rejection> conflicts(Value arguments) {
    return ids(behaviour.exclusive, arguments).stream().anyMatch(cloud.activity()::isUpdated)
        ? List.of(
            Rejection.conflict(
                "ConflictingConcurrentWriteNotAllowed",
                "The operation was interrupted by a conflicting concurrent write on the same entity."
                    + " Please retry later."))
        : List.of();
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

  /** Returns azurerm's error, {@code ImportAsExistsError} in helpers/tf/errors.go. */
  public static String exists(String id, String type) {
    return String.format(
        "a resource with the ID \"%s\" already exists - to be managed via Terraform this resource needs to be"
            + " imported into the State. Please see the resource documentation for \"%s\" for more information",
        id, type);
  }

  private OperationResult refused(Call call, Value left, List<Rejection> rejections) {
    String action = call.action(behaviour.label);
    return OperationResult.failed(
        left,
        rejections.stream()
            .map(rejection -> rejection.toDiagnostic(action, call.method()))
            .toList());
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
    List<Rejection> refusals = new ArrayList<>(judged(behaviour.guards, prior));
    refusals.addAll(judged(behaviour.removals, prior));
    refusals.addAll(conflicts(prior));
    refusals.addAll(injected(call, prior));
    if (!refusals.isEmpty()) {
      return BegunOperation.refused(refused(call, prior, refusals));
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

  private List<Rejection> judged(
      List<BiFunction<Cloud, Value, List<Rejection>>> judges, Value state) {
    return judges.stream().flatMap(judge -> judge.apply(cloud, state).stream()).toList();
  }

  @Override
  public OperationResult read(Value state) {
    Call call = call("read", nameOf(state, state));
    cloud.faults().throttle(call);
    if (cloud.faults().carryOut(call)) {
      String text = call.action(behaviour.label) + ": context canceled";
      return refused(call, state, List.of(Rejection.byProvider(text, "")));
    }
    return cloud.atomically(() -> readVisible(call, state));
  }

  private OperationResult readVisible(Call call, Value state) {
    if (cloud.faults().happens(ApiFault.Kind.FAILS, call)) {
      return refused(call, state, List.of(Rejection.internal()));
    }
    Value found = state.text("id").flatMap(id -> visible(id, state)).orElse(Value.Absent.NULL);
    List<Rejection> denied = found.isNull() ? List.of() : judged(behaviour.guards, found);
    return denied.isEmpty() ? OperationResult.of(found) : refused(call, state, denied);
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
