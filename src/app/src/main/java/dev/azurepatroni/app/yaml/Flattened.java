package dev.azurepatroni.app.yaml;

import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.RecordComponent;

/** A component without a description of its own: its settings stand at its parent's level. */
public final class Flattened {
  private Flattened() {}

  /**
   * Whether the component's settings stand at its parent's level.
   *
   * @param component of a record that is read from a stack file
   */
  public static boolean is(RecordComponent component) {
    return component.getType().isRecord() && component.getAnnotation(Setting.class) == null;
  }
}
