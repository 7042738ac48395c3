package dev.azurepatroni.emulator.azure.engine;

import dev.azurepatroni.emulator.value.Value;
import java.util.stream.Stream;

/** The strings that stand at a path, whatever lists or sets it leads through. */
public final class Refs {

  private Refs() {}

  /** All of them, in order. */
  public static Stream<String> at(Value value, String path) {
    Stream<Value> here = Stream.of(value);
    for (String step : path.split("\\.", -1)) {
      here = here.flatMap(Refs::spread).map(child -> child.at(step));
    }
    return here.flatMap(Refs::spread)
        .flatMap(item -> item instanceof Value.Text text ? Stream.of(text.text()) : Stream.empty());
  }

  private static Stream<Value> spread(Value value) {
    return value instanceof Value.Many many ? many.items().stream() : Stream.of(value);
  }
}
