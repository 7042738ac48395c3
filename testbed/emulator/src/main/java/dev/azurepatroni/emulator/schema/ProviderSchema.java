package dev.azurepatroni.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All schemas of one provider.
 *
 * @param provider its own configuration
 * @param resources by type
 * @param dataSources by type
 * @param ephemerals ephemeral resources by type
 */
public record ProviderSchema(
    Schema provider,
    Map<String, Schema> resources,
    Map<String, Schema> dataSources,
    Map<String, Schema> ephemerals) {

  /** Keeps copies. */
  public ProviderSchema {
    resources = Map.copyOf(resources);
    dataSources = Map.copyOf(dataSources);
    ephemerals = Map.copyOf(ephemerals);
  }

  /**
   * Loads the schemas that the build extracted from the npm packages.
   *
   * @param provider {@code azurerm}, {@code random} or {@code tls}
   * @throws IllegalStateException if there is none for the provider
   */
  public static ProviderSchema load(String provider) {
    try (InputStream file =
        ProviderSchema.class.getResourceAsStream("/dev/azurepatroni/emulator/schemas.json")) {
      JsonNode json =
          Optional.ofNullable(file).isEmpty()
              ? null
              : new ObjectMapper().readTree(file).get(provider);
      if (json == null) {
        throw new IllegalStateException(
            "No schema of the provider " + provider + " in schemas.json");
      }
      return new ProviderSchema(
          Schema.parse(json.path("provider")),
          schemas(json.path("resource_schemas")),
          schemas(json.path("data_source_schemas")),
          schemas(json.path("ephemeral_resource_schemas")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Schema> schemas(JsonNode json) {
    Map<String, Schema> schemas = new TreeMap<>();
    json.properties().forEach(type -> schemas.put(type.getKey(), Schema.parse(type.getValue())));
    return schemas;
  }
}
