package dev.azurepatroni.emulator.plugin;

import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.value.Value;
import java.util.List;
import java.util.Map;

/** A provider: what its types look like and how they behave. */
public interface Provider {

  /** Its name, such as {@code azurerm}. */
  String name();

  /** Its schemas. */
  ProviderSchema schema();

  /** Behaviour by type, one for every resource in the schema. */
  Map<String, ResourceType> resources();

  /** Data sources by type: configuration in, state out. */
  Map<String, Reader> dataSources();

  /** Ephemeral resources by type: configuration in, result out. */
  Map<String, Reader> ephemerals();

  /** What is wrong with the provider's own configuration. */
  default List<Problem> validate(Value config) {
    return List.of();
  }

  /** Whether it is built on the first SDK, whose plans show defaults that nobody configured. */
  boolean legacyTypeSystem();

  /** Answers from a configuration. */
  @FunctionalInterface
  interface Reader {
    /** The configuration with all that can be known filled in. */
    OperationResult read(Value config);
  }
}
