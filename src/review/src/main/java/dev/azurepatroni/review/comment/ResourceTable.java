package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.stops.PowerCycles;
import dev.azurepatroni.review.synthesis.StackOutput;
import dev.azurepatroni.review.text.TruncatedChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Table of changed resources; resources with the same change share a row. */
final class ResourceTable {
  private static final int SHOWN = 4;
  private static final int READABLE = 80;

  private static final String ROLE = "azurerm_role_assignment";

  /** Attributes that every resource has, or that the files of the host show. */
  private static final Set<String> HIDDEN =
      Set.of("custom_data", "location", "name", "resource_group_name", "tags", "user_data");

  private static final List<Action> ALWAYS_COUNTED =
      List.of(Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DESTROY);
  private static final List<Action> COUNTED =
      Stream.concat(ALWAYS_COUNTED.stream(), Stream.of(Action.FORGET, Action.IMPORT, Action.MOVE))
          .toList();

  private final StackOutput head;

  private ResourceTable(StackOutput head) {
    this.head = head;
  }

  /** {@return the table; empty if there are no changes} */
  static Optional<String> of(List<ResourceChange> changes, StackOutput head) {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    ResourceTable table = new ResourceTable(head);
    Map<String, List<ResourceChange>> rows = new LinkedHashMap<>();
    for (ResourceChange change : changes) {
      String what = "| `" + change.action().sign() + "` | %s | " + table.cell(change) + " |\n";
      rows.computeIfAbsent(what, key -> new ArrayList<>()).add(change);
    }
    StringBuilder text = new StringBuilder("| | resource | change |\n|---|---|---|\n");
    rows.forEach((row, same) -> text.append(row.replaceFirst("%s", quoted(addresses(same)))));
    return Optional.of(text.append('\n').toString());
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static String addresses(List<ResourceChange> same) {
    String all =
        same.stream().map(change -> code(change.address())).collect(Collectors.joining("<br>"));
    return same.size() <= SHOWN
        ? all
        : "<details><summary>" + same.size() + " resources</summary>" + all + "</details>";
  }

  private String cell(ResourceChange change) {
    return Stream.of(origin(change), attributes(change), grants(change))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("<br>"));
  }

  private static String origin(ResourceChange change) {
    String origin = change.effects().origin();
    return origin.isEmpty() ? "" : code(origin);
  }

  /** {@return who is given a role on what, where only the deployment knows their IDs} */
  private static String grants(ResourceChange change) {
    if (!change.type().equals(ROLE)) {
      return "";
    }
    return change.changes().stream()
        .filter(AttributeChange::unknown)
        .filter(attribute -> change.effects().references().containsKey(attribute.path()))
        .map(
            attribute ->
                code(attribute.path())
                    + ": "
                    + code(change.effects().references().get(attribute.path())))
        .collect(Collectors.joining("<br>"));
  }

  private String attributes(ResourceChange change) {
    return switch (change.action()) {
      case CREATE -> created(change);
      // Azure computes every other value again: only intended differences are shown.
      case REPLACE ->
          text(
              change.changes().stream()
                  .filter(attribute -> !attribute.unknown() || attribute.forcesReplacement()));
      default ->
          change.changes().stream()
              .map(attribute -> text(attribute) + stops(change, attribute))
              .collect(Collectors.joining("<br>"));
    };
  }

  private static String text(Stream<AttributeChange> changes) {
    return changes.map(ResourceTable::text).collect(Collectors.joining("<br>"));
  }

  private static String stops(ResourceChange change, AttributeChange attribute) {
    return PowerCycles.of(change, attribute).map(kind -> " **" + kind.verb() + " it**").orElse("");
  }

  private static String text(AttributeChange change) {
    return code(change.path())
        + ": "
        + TruncatedChange.of(change.before(), change.after()).arrow()
        + (change.forcesReplacement() ? " **forces replacement**" : "");
  }

  /** {@return the configured attributes of a new resource that are known} */
  private String created(ResourceChange change) {
    JsonNode block = head.resource(change.type(), change.label());
    return change.changes().stream()
        .filter(
            attribute ->
                block.has(root(attribute))
                    && !HIDDEN.contains(root(attribute))
                    && readable(attribute))
        .map(
            attribute ->
                code(attribute.path())
                    + ": "
                    + code(TruncatedChange.of(attribute.before(), attribute.after()).after()))
        .collect(Collectors.joining("<br>"));
  }

  /** {@return whether a value is known and short} */
  private static boolean readable(AttributeChange change) {
    String value = TruncatedChange.of("", change.after()).after();
    return !change.unknown()
        && !change.after().equals(AttributeChange.SECRET)
        && value.length() <= READABLE
        && !value.startsWith("[{");
  }

  private static String root(AttributeChange change) {
    return change.path().split("[.\\[]", 2)[0];
  }

  /** {@return the number of changes, such as "3 create, 1 update, 0 replace, 0 destroy"} */
  static String counts(List<ResourceChange> changes) {
    List<String> words = new ArrayList<>();
    for (Action action : COUNTED) {
      long count = changes.stream().filter(change -> change.action() == action).count();
      if (count > 0 || ALWAYS_COUNTED.contains(action)) {
        words.add(count + " " + action.verb());
      }
    }
    return String.join(", ", words);
  }
}
