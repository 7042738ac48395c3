package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.stream.Stream;

/** Finds the strings at a path through lists and sets. */
public final class PathQuery {

  private PathQuery() {}

  /** Returns all strings at the path, in order. */
  public static Stream<String> texts(Value value, String path) {
    Stream<Value> here = Stream.of(value);
    for (String step : path.split("\\.", -1)) {
      here = here.flatMap(PathQuery::spread).map(child -> child.at(step));
    }
    return here.flatMap(PathQuery::spread)
        .flatMap(item -> item instanceof Value.Text text ? Stream.of(text.text()) : Stream.empty());
  }

  private static Stream<Value> spread(Value value) {
    return value instanceof Value.Many many ? many.items().stream() : Stream.of(value);
  }
}
