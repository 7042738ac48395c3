package dev.azurepatroni.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.emulator.value.ValueType;

/**
 * The schema of a resource, a data source, an ephemeral resource or a provider's own configuration.
 *
 * @param version the version of the stored state
 * @param block its content
 * @param type the type of its values
 */
public record Schema(int version, BlockSchema block, ValueType type) {

  /** A schema whose type follows from its block. */
  public Schema(int version, BlockSchema block) {
    this(version, block, block.impliedType());
  }

  static Schema parse(JsonNode json) {
    return new Schema(json.path("version").asInt(), BlockSchema.parse(json.path("block")));
  }
}
