package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.OutputChange;
import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.PlanDigest;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.text.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A stack, folded. */
final class StackSection {
  private final StackChange stack;
  private final PlannedOver over;
  private final String command;
  private final List<Block> blocks = new ArrayList<>();

  private StackSection(StackChange stack, PlannedOver over, String command) {
    this.stack = stack;
    this.over = over;
    this.command = command;
  }

  static List<Block> of(StackChange stack, PlannedOver over, String command) {
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
    warnings.block().ifPresent(blocks::add);
    blocks.addAll(SummaryTables.of(stack));
    blocks.addAll(hosts.blocks(command));
    stack.plan().ifPresent(this::digest);
    fixed("</details>\n\n");
  }

  private void fixed(String text) {
    blocks.add(Block.fixed(text));
  }

  /** cdktf forgets a stack whose file is gone; Azure does not. */
  private void gone() {
    String name = plain(stack.name());
    fixed(
        ("**%s is no stack any more.** Nothing plans it from now on, and nothing deletes what it"
                + " deployed: before merging, `npx cdktf destroy %s` on the base, if it is to go.%n%n")
            .formatted(name, name));
  }

  private String sum(Warnings warnings, HostDiffs hosts) {
    List<String> words = new ArrayList<>();
    if (!stack.base().exists()) {
      words.add("new");
    }
    words.add(
        stack.refusal().isPresent()
            ? "TERRAFORM REFUSES TO PLAN"
            : ResourceTable.counts(stack.resources()));
    if (!warnings.added().isEmpty()) {
      int added = warnings.added().size();
      words.add(added + (added == 1 ? " new warning" : " new warnings"));
    }
    if (hosts.changed() > 0) {
      words.add("files of " + hosts.changed() + (hosts.changed() == 1 ? " host" : " hosts"));
    }
    return String.join(" · ", words);
  }

  private void refusal(String said) {
    blocks.add(
        Block.cuttable(
            Block.TABLE,
            "**Terraform refuses to plan**\n\n" + Markdown.block("", said) + "\n",
            "**Terraform refuses to plan**: see " + code(command) + "\n\n"));
  }

  private void resources() {
    List<ResourceChange> changes = stack.resources();
    ResourceTable.of(changes, stack.head())
        .ifPresentOrElse(
            table ->
                blocks.add(
                    Block.cuttable(
                        Block.TABLE,
                        table,
                        "%d changed resources left out here, see %s%n%n"
                            .formatted(changes.size(), code(command)))),
            () -> fixed("No resource changes.\n\n"));
    List<OutputChange> outputs = stack.plan().map(Plan::outputs).orElse(List.of());
    if (!outputs.isEmpty()) {
      fixed(
          "Outputs that change: "
              + outputs.stream()
                  .map(output -> code(output.name()))
                  .collect(Collectors.joining(", "))
              + "\n\n");
    }
  }

  private void digest(Plan plan) {
    PlanDigest digest = PlanDigest.of(plan);
    if (over == PlannedOver.DEPLOYED) {
      fixed(
          "Nothing but this plan: `bin/deploy %s --reviewed %s`%n%n"
              .formatted(stack.name(), digest.digest()));
    } else {
      fixed("Plan %s%n%n".formatted(code(digest.digest())));
    }
    blocks.add(Block.fixed(Markers.plan(stack.name(), over, digest)));
  }
}
