package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.synthesis.ClusterSummary;
import dev.azurepatroni.review.synthesis.RenderedHost;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Alerts for hosts that the change stops, for VMs and data that it deletes, and for backups that it
 * keeps in another way.
 */
final class Losses {
  private static final String VM = "azurerm_linux_virtual_machine";
  private static final String DISK = "azurerm_managed_disk";
  private static final String VAULT = "azurerm_key_vault";

  private Losses() {}

  /** {@return alerts for the top of the comment} */
  static List<Fragment> of(List<StackChange> stacks) {
    List<String> loud = new ArrayList<>();
    List<String> quiet = new ArrayList<>();
    for (StackChange stack : stacks) {
      Stops stops = Stops.of(stack);
      stops.tooMany().ifPresent(loud::add);
      stops.restarts().forEach(quiet::add);
      smaller(stack).ifPresent(loud::add);
    }
    for (StackChange stack : stacks) {
      for (ResourceChange change : stack.resources()) {
        Backups.of(stack, change).ifPresent(loud::add);
        if (change.action().deletes()) {
          grave(stack, change)
              .ifPresentOrElse(
                  what ->
                      loud.add(line(stack, change, done(what, change).toUpperCase(Locale.ROOT))),
                  () -> {
                    if (change.type().equals(VM)) {
                      quiet.add(line(stack, change, done(role(stack, change) + " VM", change)));
                    }
                  });
        }
      }
    }
    List<Fragment> blocks = new ArrayList<>();
    alert("CAUTION", loud).ifPresent(blocks::add);
    alert("WARNING", quiet).ifPresent(blocks::add);
    return blocks;
  }

  private static Optional<Fragment> alert(String kind, List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String list = lines.stream().map(line -> "> - " + line + "\n").collect(Collectors.joining());
    return Optional.of(Fragment.fixed("> [!" + kind + "]\n" + list + "\n"));
  }

  /** A smaller VM does not boot into a working PostgreSQL that still asks for the old memory. */
  private static Optional<String> smaller(StackChange stack) {
    ClusterSummary.Memory before = stack.base().summary().memory();
    ClusterSummary.Memory after = stack.head().summary().memory();
    if (before == null || after == null || after.totalMib() >= 2 * before.sharedBuffersMib()) {
      return Optional.empty();
    }
    return Optional.of(
        "**%s: SMALLER THAN THE RUNNING POSTGRESQL**: the new size has %,d MiB, and the running hosts' `shared_buffers` is %,d MiB, more than half of it. Lower it first, with the old size, roll it out and restart PostgreSQL: docs/how-to/resize.md"
            .formatted(plain(stack.name()), after.totalMib(), before.sharedBuffersMib()));
  }

  /** {@return a name for the resource, if its deletion loses data or protection} */
  private static Optional<String> grave(StackChange stack, ResourceChange change) {
    return switch (change.type()) {
      case DISK -> Optional.of("managed disk and its data");
      case VAULT -> Optional.of("key vault");
      case VM ->
          role(stack, change).equals(RenderedHost.DATABASE)
              ? Optional.of("database VM")
              : Optional.empty();
      default ->
          stack.guarded(change) || stack.lostItsGuard(change)
              ? Optional.of("protected resource")
              : Optional.empty();
    };
  }

  /** The role of the VM; a VM of unknown role counts as a database. */
  private static String role(StackChange stack, ResourceChange vm) {
    StackOutput base = stack.base();
    String name = base.resource(vm.type(), vm.label()).path("computer_name").asText(vm.label());
    RenderedHost host = base.hosts().get(name);
    return host == null || host.role().isEmpty() ? RenderedHost.DATABASE : plain(host.role());
  }

  private static String done(String what, ResourceChange change) {
    return what + (change.action() == Action.REPLACE ? " replaced" : " destroyed");
  }

  private static String line(StackChange stack, ResourceChange change, String done) {
    StringBuilder line = new StringBuilder();
    line.append("**").append(plain(stack.name())).append(": ").append(done).append("**: ");
    line.append(code(change.address()));
    List<AttributeChange> reasons = change.reasons();
    if (!reasons.isEmpty()) {
      line.append(", because of ");
      line.append(reasons.stream().map(Stops::reason).collect(Collectors.joining(", ")));
    }
    if (stack.guarded(change)) {
      line.append(". It has `prevent_destroy`: Terraform refuses to apply this");
    } else if (stack.lostItsGuard(change)) {
      line.append(". The change removes its `prevent_destroy`, too: Terraform does not refuse it");
    }
    return line.toString();
  }
}
