package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.OutputChange;
import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.Fragment;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The folded section of a stack. */
final class StackSection {
  private final StackChange stack;
  private final PlannedOver over;
  private final String command;
  private final List<Fragment> blocks = new ArrayList<>();

  private StackSection(StackChange stack, PlannedOver over, String command) {
    this.stack = stack;
    this.over = over;
    this.command = command;
  }

  static List<Fragment> of(StackChange stack, PlannedOver over, String command) {
    StackSection section = new StackSection(stack, over, command);
    section.write();
    return section.blocks;
  }

  private void write() {
    if (!stack.head().exists()) {
      gone();
      return;
    }
    Warnings warnings = Warnings.of(stack);
    HostDiffs hosts = HostDiffs.of(stack);
    fixed(
        "<details><summary><b>%s</b>: %s</summary>\n\n"
            .formatted(plain(stack.name()), sum(warnings, hosts)));
    stack.refusal().ifPresent(this::refusal);
    resources();
    providers();
    warnings.block().ifPresent(blocks::add);
    blocks.addAll(SummaryTables.of(stack));
    blocks.addAll(hosts.blocks(command));
    if (!stack.head().hostsHash().isEmpty()) {
      fixed(
          "To apply exactly these files of hosts: `bin/rollout %s --reviewed %s`%n%n"
              .formatted(stack.name(), stack.head().hostsHash()));
    }
    stack.plan().ifPresent(this::digest);
    fixed("</details>\n\n");
  }

  private void fixed(String text) {
    blocks.add(Fragment.fixed(text));
  }

  /** cdktf ignores a stack without a file, but its resources still exist. */
  private void gone() {
    String name = plain(stack.name());
    fixed(
        ("**%s was removed.** Its resources still exist, and no plan contains them any more: to delete them,"
                + " run `npx cdktf destroy %s` on the base before merging.%n%n")
            .formatted(name, name));
  }

  private String sum(Warnings warnings, HostDiffs hosts) {
    List<String> words = new ArrayList<>();
    if (!stack.base().exists()) {
      words.add("new");
    }
    words.add(
        stack.refusal().isPresent()
            ? "TERRAFORM FAILED TO PLAN"
            : ResourceTable.counts(stack.resources()));
    Stops.of(stack).words().ifPresent(words::add);
    if (!warnings.added().isEmpty()) {
      int added = warnings.added().size();
      words.add(added + (added == 1 ? " new warning" : " new warnings"));
    }
    if (hosts.changed() > 0) {
      words.add("files of " + hosts.changed() + (hosts.changed() == 1 ? " host" : " hosts"));
    }
    return String.join(" · ", words);
  }

  private void refusal(String message) {
    blocks.add(
        Fragment.truncatable(
            Fragment.TABLE,
            "**Terraform failed to plan**\n\n" + Markdown.block("", message) + "\n",
            "**Terraform failed to plan**: see " + code(command) + "\n\n"));
  }

  private void resources() {
    List<ResourceChange> changes = stack.resources();
    ResourceTable.of(changes, stack.head())
        .ifPresentOrElse(
            table ->
                blocks.add(
                    Fragment.truncatable(
                        Fragment.TABLE,
                        table,
                        "%d changed resources omitted, see %s%n%n"
                            .formatted(changes.size(), code(command)))),
            () -> fixed("No resource changes.\n\n"));
    commands(changes);
    List<OutputChange> outputs = stack.plan().map(TerraformPlan::outputs).orElse(List.of());
    if (!outputs.isEmpty()) {
      fixed(
          "Outputs that change: "
              + outputs.stream()
                  .map(output -> code(output.name()))
                  .collect(Collectors.joining(", "))
              + "\n\n");
    }
  }

  /** Provisioners, of which no attribute says anything. */
  private void commands(List<ResourceChange> changes) {
    String list =
        changes.stream()
            .flatMap(
                change ->
                    change.effects().commands().stream()
                        .map(one -> "- " + code(change.address()) + ": " + code(one) + "\n"))
            .collect(Collectors.joining());
    if (!list.isEmpty()) {
      fixed("Runs on the machine that deploys:\n\n" + list + "\n");
    }
  }

  private void providers() {
    String before = providers(stack.base());
    String after = providers(stack.head());
    if (stack.base().exists() && !before.equals(after)) {
      fixed(
          "Providers that change:\n\n"
              + Markdown.block("diff", UnifiedDiff.of(before, after))
              + "\n");
    }
  }

  private static String providers(StackOutput stack) {
    return stack.json().path("provider").toPrettyString()
        + "\n"
        + stack.json().at("/terraform/required_providers").toPrettyString()
        + "\n";
  }

  private void digest(TerraformPlan plan) {
    PlanDigest digest = PlanDigest.of(plan);
    if (over == PlannedOver.DEPLOYED) {
      fixed(
          "To deploy exactly this plan: `bin/deploy %s --reviewed %s`%n%n"
              .formatted(stack.name(), digest.digest()));
    } else {
      fixed("Plan %s%n%n".formatted(code(digest.digest())));
    }
    blocks.add(Fragment.fixed(Markers.plan(stack.name(), over, digest)));
  }
}
