package dev.azurepatroni.review.stops;

import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.synthesis.StackOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The hosts that a plan stops. Nothing orders them, so an apply stops all of them at once. */
public final class StoppedHosts {
  private static final String ATTACHMENT = "azurerm_virtual_machine_data_disk_attachment";

  /** What is created after a VM, on it. */
  private static final Set<String> ON_A_VM =
      Set.of(
          ATTACHMENT,
          "azurerm_virtual_machine_extension",
          "azurerm_monitor_data_collection_rule_association");

  private static final String GROUP =
      "azurerm_network_interface_application_security_group_association";

  private final List<ResourceChange> changes;
  private final StackOutput before;
  private final StackOutput after;
  private final List<StoppedHost> hosts = new ArrayList<>();

  private StoppedHosts(List<ResourceChange> changes, StackOutput before, StackOutput after) {
    this.changes = changes;
    this.before = before;
    this.after = after;
  }

  /**
   * Finds the hosts that a plan stops.
   *
   * @param before the synthesis of what is deployed; absent if it is not known
   * @param after the synthesis that is planned
   */
  public static StoppedHosts of(
      List<ResourceChange> changes, StackOutput before, StackOutput after) {
    StoppedHosts stopped = new StoppedHosts(changes, before, after);
    changes.stream().filter(stopped::isVm).forEach(stopped::machine);
    changes.stream().filter(change -> change.type().equals(ATTACHMENT)).forEach(stopped::disk);
    return stopped;
  }

  /** {@return the hosts, in the order of the plan} */
  public List<StoppedHost> hosts() {
    return List.copyOf(hosts);
  }

  /** {@return names of the hosts that the plan creates} */
  public List<String> created() {
    return changes.stream()
        .filter(change -> isVm(change) && (change.action() == Action.CREATE || unfinished(change)))
        .map(change -> name(change.label()))
        .toList();
  }

  /**
   * {@return what one apply stops too much of, such as "2 of 3 etcd members"; empty if it stops at
   * most one host of each kind}
   */
  public List<String> together() {
    List<String> parts = new ArrayList<>();
    several(StoppedHost::voter, RenderedHost::voter, "etcd members").ifPresent(parts::add);
    several("database", "database hosts").ifPresent(parts::add);
    several("pooler", "poolers").ifPresent(parts::add);
    return List.copyOf(parts);
  }

  /** {@return addresses of the changed resources that belong to a host, its VM first} */
  public List<String> changesOf(StoppedHost host) {
    String label = host.label();
    return Stream.concat(
            Stream.of(host.address()),
            changes.stream()
                .filter(
                    change ->
                        change.label().equals(label)
                            || change.label().startsWith(label + "-")
                            || change.label().endsWith("-" + label))
                .map(ResourceChange::address))
        .distinct()
        .toList();
  }

  private Optional<String> several(String role, String what) {
    return several(one -> one.role().equals(role), one -> one.role().equals(role), what);
  }

  private Optional<String> several(
      Predicate<StoppedHost> stops, Predicate<RenderedHost> all, String what) {
    long count = hosts.stream().filter(stops).count();
    StackOutput known = before.hosts().isEmpty() ? after : before;
    long of = Math.max(count, known.hosts().values().stream().filter(all).count());
    return count < 2 ? Optional.empty() : Optional.of("%d of %d %s".formatted(count, of, what));
  }

  private boolean isVm(ResourceChange change) {
    return change.type().equals(PowerCycles.VM);
  }

  private void machine(ResourceChange vm) {
    if (vm.action() == Action.DESTROY) {
      add(vm, StopKind.DESTROY);
    } else if (vm.action() == Action.REPLACE) {
      if (!unfinished(vm)) {
        add(vm, StopKind.REPLACE);
      }
    } else {
      vm.changes().stream()
          .flatMap(attribute -> PowerCycles.of(vm, attribute).stream())
          .max(Enum::compareTo)
          .ifPresent(kind -> add(vm, kind));
    }
  }

  /** A VM whose creation failed: nothing followed it, so it has never served the cluster. */
  private boolean unfinished(ResourceChange vm) {
    List<ResourceChange> following =
        changes.stream()
            .filter(change -> ON_A_VM.contains(change.type()))
            .filter(
                change ->
                    change.label().equals(vm.label())
                        || change.label().startsWith(vm.label() + "-"))
            .toList();
    return vm.tainted()
        && !following.isEmpty()
        && following.stream().allMatch(change -> change.action() == Action.CREATE);
  }

  private void add(ResourceChange vm, StopKind kind) {
    hosts.add(
        host(vm.label(), kind, kind == StopKind.REPLACE ? vm.reasons() : PowerCycles.reasons(vm)));
  }

  /** A database host without one of its disks is as good as stopped. */
  private void disk(ResourceChange attachment) {
    if (!attachment.action().deletes()) {
      return;
    }
    Stream.concat(labels(before), labels(after))
        .filter(label -> attachment.label().startsWith(label + "-"))
        .filter(label -> hosts.stream().noneMatch(host -> host.label().equals(label)))
        .findFirst()
        .ifPresent(label -> hosts.add(host(label, StopKind.DETACH, attachment.reasons())));
  }

  private static Stream<String> labels(StackOutput stack) {
    List<String> labels = new ArrayList<>();
    stack.json().path("resource").path(PowerCycles.VM).fieldNames().forEachRemaining(labels::add);
    return labels.stream();
  }

  private StoppedHost host(String label, StopKind kind, List<AttributeChange> reasons) {
    String name = name(label);
    RenderedHost known = before.hosts().getOrDefault(name, after.hosts().get(name));
    return known == null || known.role().equals(RenderedHost.UNKNOWN)
        ? unknown(name, label, kind)
        : new StoppedHost(name, label, known.role(), known.voter(), kind, reasons);
  }

  private String name(String label) {
    return Stream.of(before, after)
        .map(stack -> stack.resource(PowerCycles.VM, label).path("computer_name").asText(""))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(label);
  }

  /** Only the groups of the network name what it was; without them it may have been anything. */
  private StoppedHost unknown(String name, String label, StopKind kind) {
    boolean voter = leaves(label, "etcd");
    boolean pooler = leaves(label, "pooler");
    boolean database = leaves(label, RenderedHost.DATABASE);
    boolean silent = !voter && !pooler && !database;
    String role = database || silent ? RenderedHost.DATABASE : pooler ? "pooler" : "witness";
    return new StoppedHost(name, label, role, voter || silent, kind, List.of());
  }

  private boolean leaves(String label, String group) {
    return changes.stream()
        .anyMatch(
            change ->
                change.type().equals(GROUP)
                    && change.action().deletes()
                    && change.label().equals(label + "-" + group));
  }
}
