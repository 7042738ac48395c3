package dev.azurepatroni.app.reference;

import dev.azurepatroni.app.yaml.EnumNames;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of settings as a stack file writes them, on one line. */
final class Notation {
  private Notation() {}

  static String of(Object value) {
    if (value instanceof Record holder) {
      return mapping(holder);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Notation::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map && map.isEmpty()) {
      return "{}";
    }
    return value instanceof Enum<?> constant ? EnumNames.of(constant) : String.valueOf(value);
  }

  private static String mapping(Record holder) {
    return Arrays.stream(holder.getClass().getRecordComponents())
        .map(component -> component.getName() + ": " + of(read(component, holder)))
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private static Object read(RecordComponent component, Record holder) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
