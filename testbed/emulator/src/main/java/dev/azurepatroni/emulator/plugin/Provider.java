package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Map;

/** A provider: its schemas and the behaviour of its types. */
public interface Provider {

  /** Returns its name, such as {@code azurerm}. */
  String name();

  /** Returns its schemas. */
  ProviderSchema schema();

  /** Returns the managed resource types, one for each in the schema. */
  Map<String, ResourceType> resources();

  /** Returns the data sources by type. */
  Map<String, Reader> dataSources();

  /** Returns the ephemeral resources by type. */
  Map<String, Reader> ephemerals();

  /** Validates the provider's own configuration. */
  default List<Diagnostic> validate(Value config) {
    return List.of();
  }

  /** Takes the provider's configuration. */
  default void configure(Value config) {}

  /** Ends the operations that wait: Terraform stops, after Ctrl-C. */
  default void stop() {}

  /** Returns whether it uses the legacy SDK, whose plans may show defaults. */
  boolean legacyTypeSystem();

  /** Reads values for a configuration. */
  @FunctionalInterface
  interface Reader {
    /** Returns the configuration with its computed values. */
    OperationResult read(Value config);
  }
}
