package dev.azurepatroni.emulator.azure;

import dev.azurepatroni.emulator.inventory.Item;
import dev.azurepatroni.emulator.plugin.Outcome;
import dev.azurepatroni.emulator.plugin.Plan;
import dev.azurepatroni.emulator.plugin.Problem;
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

/** A type of resource in the emulator's Azure: its behaviour carried out against what exists. */
final class AzureType implements ResourceType {

  private final Behaviour behaviour;
  private final Cloud cloud;

  AzureType(Behaviour behaviour, Cloud cloud) {
    this.behaviour = behaviour;
    this.cloud = cloud;
  }

  String label() {
    return behaviour.label;
  }

  /** The id of a resource that has these arguments. */
  String idOf(Value arguments) {
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
  public List<Problem> validate(Value config) {
    return behaviour.validations.stream()
        .flatMap(validation -> validation.apply(config).stream())
        .toList();
  }

  @Override
  public Plan refine(Plan plan) {
    Plan refined = plan;
    for (UnaryOperator<Plan> refinement : behaviour.refinements) {
      refined = refinement.apply(refined);
    }
    return refined;
  }

  @Override
  public Outcome create(Value planned, Value config) {
    return perform("create", Value.Absent.NULL, planned, config);
  }

  @Override
  public Outcome update(Value prior, Value planned, Value config) {
    return perform("update", prior, planned, config);
  }

  private Outcome perform(String operation, Value prior, Value planned, Value config) {
    String name = nameOf(planned, prior);
    return cloud
        .faults()
        .before(operation, behaviour.type, name)
        .map(rejection -> refused(prior, List.of(rejection), operation, name))
        .orElseGet(() -> cloud.atomically(() -> write(operation, prior, planned, config)));
  }

  private Outcome write(String operation, Value prior, Value planned, Value config) {
    Attempt attempt = settled(prior, planned, config);
    List<Problem> taken = alreadyThere(attempt);
    if (!taken.isEmpty()) {
      return Outcome.failed(prior, taken);
    }
    List<Rejection> rejections = new ArrayList<>(judged(behaviour.guards, attempt.planned()));
    behaviour.checks.forEach(check -> rejections.addAll(check.judge(attempt)));
    String name = nameOf(attempt.planned(), prior);
    if (!rejections.isEmpty()) {
      return refused(prior, rejections, operation, name);
    }
    Item item = new Item(key(attempt.id()), behaviour.type, attempt.planned(), secrets(attempt));
    prior
        .text("id")
        .filter(old -> !old.equalsIgnoreCase(attempt.id()))
        .map(this::key)
        .ifPresent(cloud.inventory()::remove);
    cloud.inventory().put(item);
    Value state = behaviour.view.apply(cloud, item);
    return cloud
        .faults()
        .after(operation, behaviour.type, name)
        .map(rejection -> refused(state, List.of(rejection), operation, name))
        .orElse(Outcome.of(state));
  }

  /** An update that gives no new secret keeps the old one. */
  private Map<String, String> secrets(Attempt attempt) {
    Map<String, String> secrets = new LinkedHashMap<>();
    attempt
        .prior()
        .text("id")
        .map(this::key)
        .flatMap(cloud.inventory()::find)
        .ifPresent(item -> secrets.putAll(item.hidden()));
    secrets.putAll(behaviour.hidden.apply(attempt));
    return secrets;
  }

  /** The attempt with everything worked out that its plan left open, and with its id. */
  private Attempt settled(Value prior, Value planned, Value config) {
    String early = prior.text("id").orElse("");
    Value open = resolve(new Attempt(cloud, early, prior, planned, config), planned, "");
    String id = prior.text("id").orElseGet(() -> behaviour.id.fill(open, cloud.account()));
    Attempt named = new Attempt(cloud, id, prior, planned.with("id", Value.of(id)), config);
    Value state = behaviour.settle.apply(named, resolve(named, named.planned(), ""));
    return new Attempt(cloud, state.text("id").orElse(id), prior, state, config);
  }

  private Value resolve(Attempt attempt, Value block, String path) {
    Map<String, Value> fields = new LinkedHashMap<>();
    block
        .fields()
        .forEach(
            (name, value) -> fields.put(name, resolveField(attempt, block, path + name, value)));
    return Value.of(fields);
  }

  private Value resolveField(Attempt attempt, Value block, String path, Value value) {
    if (value.isUnknown()) {
      Behaviour.Computation computation = behaviour.computed.get(path);
      return computation == null ? Value.Absent.NULL : computation.compute(attempt, block);
    }
    if (value instanceof Value.Many many) {
      return Value.of(
          many.items().stream().map(item -> resolveField(attempt, block, path, item)).toList());
    }
    return value instanceof Value.Fields ? resolve(attempt, value, path + ".") : value;
  }

  /** The provider looks before it creates: what is there already is not taken over silently. */
  private List<Problem> alreadyThere(Attempt attempt) {
    if (!attempt.isCreation() || cloud.inventory().find(key(attempt.id())).isEmpty()) {
      return List.of();
    }
    return List.of(Problem.error(exists(attempt.id(), behaviour.type), ""));
  }

  static String exists(String id, String type) {
    return String.format(
        "A resource with the ID \"%s\" already exists - to be managed via Terraform this resource needs to be"
            + " imported into the State. Please see the resource documentation for \"%s\" for more information.",
        id, type);
  }

  private Outcome refused(Value left, List<Rejection> rejections, String operation, String name) {
    String verb = operation.substring(0, operation.length() - 1) + "ing";
    String action =
        verb + " " + behaviour.label + " \"" + name + "\": performing " + call(operation);
    return Outcome.failed(
        left, rejections.stream().map(rejection -> rejection.toProblem(action)).toList());
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
  public Outcome delete(Value prior) {
    String name = nameOf(prior, prior);
    return before("delete", name, prior, () -> remove(prior, name));
  }

  private Outcome before(String operation, String name, Value left, Supplier<Outcome> work) {
    return cloud
        .faults()
        .before(operation, behaviour.type, name)
        .map(rejection -> refused(left, List.of(rejection), operation, name))
        .orElseGet(() -> cloud.atomically(work));
  }

  private Outcome remove(Value prior, String name) {
    String id = key(prior.text("id").orElse(""));
    List<Rejection> held = new ArrayList<>(judged(behaviour.guards, prior));
    held.addAll(judged(behaviour.removals, prior));
    if (!held.isEmpty()) {
      return refused(prior, held, "delete", name);
    }
    cloud.inventory().all().stream()
        .filter(item -> isPart(item, id))
        .map(Item::id)
        .forEach(cloud.inventory()::remove);
    cloud.inventory().remove(id);
    return Outcome.of(Value.Absent.NULL);
  }

  private boolean isPart(Item item, String id) {
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
  public Outcome read(Value state) {
    String name = nameOf(state, state);
    return before("read", name, state, () -> look(state, name));
  }

  private Outcome look(Value state, String name) {
    Value found = state.text("id").flatMap(this::seen).orElse(Value.Absent.NULL);
    List<Rejection> denied = found.isNull() ? List.of() : judged(behaviour.guards, found);
    return denied.isEmpty() ? Outcome.of(found) : refused(state, denied, "read", name);
  }

  private Optional<Value> seen(String id) {
    return cloud
        .inventory()
        .find(key(id))
        .filter(item -> item.type().equals(behaviour.type))
        .map(item -> behaviour.view.apply(cloud, item));
  }

  @Override
  public Outcome find(String id) {
    return cloud.atomically(() -> seen(id).map(Outcome::of).orElseGet(() -> missing(id)));
  }

  private Outcome missing(String id) {
    String detail = "There is no " + behaviour.label + " with the ID \"" + id + "\".";
    return Outcome.failed(
        Value.Absent.NULL,
        List.of(Problem.error("Cannot import non-existent remote object", detail)));
  }
}
