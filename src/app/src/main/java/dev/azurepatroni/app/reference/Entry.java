package dev.azurepatroni.app.reference;

import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * One setting of a stack file.
 *
 * @param name its key
 * @param type what it is read into
 * @param setting what is said about it
 * @param value its default; of a required one an example
 */
record Entry(String name, Type type, Setting setting, Object value) {
  boolean isList() {
    return type instanceof ParameterizedType generic
        && generic.getActualTypeArguments().length == 1;
  }

  boolean isMap() {
    return type instanceof ParameterizedType generic
        && generic.getActualTypeArguments().length == 2;
  }

  /** What it holds: its own type, or that of a list's or mapping's values. */
  Class<?> element() {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return (Class<?>) arguments[arguments.length - 1];
    }
    return (Class<?>) type;
  }

  boolean hasRange() {
    return setting.min() > Integer.MIN_VALUE || setting.max() < Integer.MAX_VALUE;
  }
}
