package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the attributes that differ. */
public final class Differences {
  private static final JsonNode NONE = MissingNode.getInstance();
  private static final Comparator<JsonNode> VALUES =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private final List<String> replacing;
  private final List<AttributeChange> found = new ArrayList<>();

  private Differences(List<String> replacing) {
    this.replacing = replacing;
  }

  /** {@return the differences of two configurations, which contain nothing sensitive or unknown} */
  public static List<AttributeChange> between(JsonNode before, JsonNode after) {
    Differences differences = new Differences(List.of());
    differences.walk("", before, after, NONE, NONE, NONE);
    return List.copyOf(differences.found);
  }

  /** {@return the differences in a {@code change} of a plan} */
  static List<AttributeChange> of(JsonNode change) {
    List<String> replacing = new ArrayList<>();
    change.path("replace_paths").forEach(steps -> replacing.add(path(steps)));
    Differences differences = new Differences(replacing);
    differences.walk(
        "",
        change.path("before"),
        change.path("after"),
        change.path("after_unknown"),
        change.path("before_sensitive"),
        change.path("after_sensitive"));
    return List.copyOf(differences.found);
  }

  private static String path(JsonNode steps) {
    StringBuilder path = new StringBuilder();
    for (JsonNode step : steps) {
      path.append(step.isNumber() ? "[" + step + "]" : path.isEmpty() ? "" : ".");
      path.append(step.isNumber() ? "" : step.asText());
    }
    return path.toString();
  }

  private void walk(
      String path,
      JsonNode before,
      JsonNode after,
      JsonNode unknown,
      JsonNode secretBefore,
      JsonNode secretAfter) {
    boolean whole =
        Masked.marked(unknown) || Masked.marked(secretBefore) || Masked.marked(secretAfter);
    if (!whole && object(before, after, unknown)) {
      for (String name : names(before, after, unknown)) {
        walk(
            path.isEmpty() ? name : path + "." + name,
            before.path(name),
            after.path(name),
            unknown.path(name),
            secretBefore.path(name),
            secretAfter.path(name));
      }
    } else if (!whole && sameShape(before, after)) {
      for (int i = 0; i < before.size(); i++) {
        walk(
            path + "[" + i + "]",
            before.path(i),
            after.path(i),
            unknown.path(i),
            secretBefore.path(i),
            secretAfter.path(i));
      }
    } else if (Masked.holds(unknown) || !same(before, after)) {
      found.add(
          new AttributeChange(
              path,
              Masked.absent(before)
                  ? AttributeChange.ABSENT
                  : Masked.text(before, NONE, secretBefore),
              Masked.absent(after) && !Masked.holds(unknown)
                  ? AttributeChange.ABSENT
                  : Masked.text(after, unknown, secretAfter),
              forces(path)));
    }
  }

  private static boolean object(JsonNode before, JsonNode after, JsonNode unknown) {
    boolean any = before.isObject() || after.isObject() || unknown.isObject();
    return any
        && (before.isObject() || Masked.absent(before))
        && (after.isObject() || Masked.absent(after));
  }

  private static boolean sameShape(JsonNode before, JsonNode after) {
    return before.isArray()
        && after.isArray()
        && before.size() == after.size()
        && (before.path(0).isContainerNode() || after.path(0).isContainerNode());
  }

  /** {@return the sorted names of the fields of several objects} */
  public static Set<String> names(JsonNode... objects) {
    Set<String> names = new TreeSet<>();
    for (JsonNode object : objects) {
      object.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private static boolean same(JsonNode before, JsonNode after) {
    return Masked.absent(before) ? Masked.absent(after) : before.equals(VALUES, after);
  }

  private boolean forces(String path) {
    return replacing.stream().anyMatch(other -> below(other, path) || below(path, other));
  }

  private static boolean below(String above, String path) {
    return path.equals(above) || path.startsWith(above + ".") || path.startsWith(above + "[");
  }
}
