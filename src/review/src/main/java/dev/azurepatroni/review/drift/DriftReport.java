package dev.azurepatroni.review.drift;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.Plan;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.text.Cut;
import dev.azurepatroni.review.text.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How what is deployed differs from what Terraform wrote down.
 *
 * @param stacks a refresh-only plan of each stack, by its name
 */
public record DriftReport(SortedMap<String, Plan> stacks) {
  /** Azure and its provider write no value in one of these ways, now this and then that. */
  private static final Set<String> NOTHING =
      Set.of(AttributeChange.ABSENT, "\"\"", "[]", "{}", "null");

  /** Keeps a copy. */
  public DriftReport {
    stacks = new TreeMap<>(stacks);
  }

  /** The body of an issue; nothing where nothing drifted. */
  public Optional<String> body() {
    List<String> sections = new ArrayList<>();
    for (Map.Entry<String, Plan> stack : stacks.entrySet()) {
      String rows =
          stack.getValue().drift().stream()
              .map(DriftReport::row)
              .flatMap(Optional::stream)
              .collect(Collectors.joining());
      if (!rows.isEmpty()) {
        sections.add(
            "### %s%n%n| resource | as written down → as it is |%n|---|---|%n%s%n"
                .formatted(plain(stack.getKey()), rows));
      }
    }
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    String text =
        "What is deployed is not what Terraform wrote down: somebody or something changed it past"
            + " the stack files.\n\n"
            + String.join("", sections)
            + "To undo it, deploy the stack; to keep it, write it into the stack file. This issue"
            + " follows the nightly look and closes itself.\n";
    return Optional.of(text.length() <= Markdown.LONGEST ? text : cut(text));
  }

  private static String cut(String text) {
    String note = "\n\nCut to what GitHub takes; all of it: `bin/drift`.\n";
    int end = text.lastIndexOf('\n', Markdown.LONGEST - note.length());
    return text.substring(0, end) + note;
  }

  private static Optional<String> row(ResourceChange change) {
    if (change.action().loses()) {
      return Optional.of("| " + code(change.address()) + " | **is gone** |\n");
    }
    String attributes =
        change.changes().stream()
            .filter(it -> !(NOTHING.contains(it.before()) && NOTHING.contains(it.after())))
            .map(DriftReport::text)
            .collect(Collectors.joining("<br>"));
    return attributes.isEmpty()
        ? Optional.empty()
        : Optional.of("| " + code(change.address()) + " | " + attributes + " |\n");
  }

  private static String text(AttributeChange change) {
    return code(change.path()) + ": " + Cut.of(change.before(), change.after()).arrow();
  }
}
