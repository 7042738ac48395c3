package dev.azurepatroni.review.drift;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import dev.azurepatroni.review.text.Markdown;
import dev.azurepatroni.review.text.TruncatedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Differences between deployed resources and the state of Terraform.
 *
 * @param stacks a refresh-only plan by name of the stack
 */
public record DriftReport(SortedMap<String, TerraformPlan> stacks) {
  /** Azure and its provider use these for "no value", and change between them. */
  private static final Set<String> NOTHING =
      Set.of(AttributeChange.ABSENT, "\"\"", "[]", "{}", "null");

  /** Copies the map. */
  public DriftReport {
    stacks = new TreeMap<>(stacks);
  }

  /** {@return the body of an issue; empty if nothing drifted} */
  public Optional<String> body() {
    List<String> sections = new ArrayList<>();
    for (Map.Entry<String, TerraformPlan> stack : stacks.entrySet()) {
      String rows =
          stack.getValue().drift().stream()
              .map(DriftReport::row)
              .flatMap(Optional::stream)
              .collect(Collectors.joining());
      if (!rows.isEmpty()) {
        sections.add(
            "### %s%n%n| resource | state → deployed |%n|---|---|%n%s%n"
                .formatted(plain(stack.getKey()), rows));
      }
    }
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    String text =
        "These resources differ from the state of Terraform: they were changed outside the stack"
            + " files, or are certificates that end soon.\n\n"
            + String.join("", sections)
            + "To undo a change, deploy the stack; to keep it, write it into the stack file. The nightly"
            + " workflow updates this issue and closes it.\n";
    return Optional.of(text.length() <= Markdown.LONGEST ? text : truncated(text));
  }

  private static String truncated(String text) {
    String note = "\n\nTruncated to GitHub's limit; the whole text: `bin/drift`.\n";
    int end = text.lastIndexOf('\n', Markdown.LONGEST - note.length());
    return text.substring(0, end) + note;
  }

  private static Optional<String> row(ResourceChange change) {
    if (change.changes().stream().anyMatch(DriftReport::isDue)) {
      return Optional.of(
          "| " + code(change.address()) + " | **ends soon: deploy the stack to renew it** |\n");
    }
    if (change.action().deletes()) {
      return Optional.of("| " + code(change.address()) + " | **deleted** |\n");
    }
    String attributes =
        change.changes().stream()
            .filter(
                attribute ->
                    !(NOTHING.contains(attribute.before()) && NOTHING.contains(attribute.after())))
            .map(DriftReport::text)
            .collect(Collectors.joining("<br>"));
    return attributes.isEmpty()
        ? Optional.empty()
        : Optional.of("| " + code(change.address()) + " | " + attributes + " |\n");
  }

  /** The provider says so when it reads a certificate within its early_renewal_hours. */
  private static boolean isDue(AttributeChange change) {
    return change.path().equals("ready_for_renewal") && change.after().equals("true");
  }

  private static String text(AttributeChange change) {
    return code(change.path()) + ": " + TruncatedChange.of(change.before(), change.after()).arrow();
  }
}
