package dev.azurepatroni.emulator.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The changes of a plan, one line each: action, address, and the changed or replacing arguments.
 */
record Changes(List<String> lines) {
  static Changes of(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    plan.path("resource_changes").forEach(resource -> addLine(resource, lines));
    lines.sort(null);
    return new Changes(List.copyOf(lines));
  }

  private static void addLine(JsonNode resource, List<String> lines) {
    JsonNode change = resource.path("change");
    String action = action(change.path("actions"));
    if (action.isEmpty()) {
      return;
    }
    String address = resource.path("address").asText();
    String why =
        switch (action) {
          case "replace" -> reasons(change.path("replace_paths"));
          case "update" -> differing(change);
          default -> "";
        };
    lines.add(action + " " + address + (why.isEmpty() ? "" : ": " + why));
  }

  private static String action(JsonNode actions) {
    return switch (actions.toString()) {
      case "[\"create\"]" -> "create";
      case "[\"update\"]" -> "update";
      case "[\"delete\"]" -> "destroy";
      case "[\"forget\"]" -> "forget";
      case "[\"delete\",\"create\"]", "[\"create\",\"delete\"]" -> "replace";
      default -> "";
    };
  }

  private static String reasons(JsonNode paths) {
    Set<String> reasons = new TreeSet<>();
    for (JsonNode path : paths) {
      List<String> steps = new ArrayList<>();
      path.forEach(step -> steps.add(step.asText()));
      reasons.add(String.join(".", steps));
    }
    return String.join(", ", reasons);
  }

  private static String differing(JsonNode change) {
    Set<String> names = new TreeSet<>();
    change.path("after").fieldNames().forEachRemaining(names::add);
    change.path("after_unknown").fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !change.path("before").path(name).equals(change.path("after").path(name)))
        .collect(Collectors.joining(", "));
  }

  /** Returns the lines with an action on a type. */
  List<String> lines(String action, String type) {
    return lines.stream().filter(line -> line.startsWith(action + " " + type + ".")).toList();
  }

  /** Returns all lines as a text file. */
  String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
