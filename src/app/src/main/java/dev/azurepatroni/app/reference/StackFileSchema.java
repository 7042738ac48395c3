package dev.azurepatroni.app.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.app.StackConfig;

/** The JSON Schema of a stack file, for editors: completion, hints, and the plainer mistakes. */
final class StackFileSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Sections sections = Sections.ofStackFile();

  String json() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode schema() {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Stack file of azure-patroni");
    schema.put("description", "One highly available PostgreSQL cluster on Azure.");
    ObjectNode definitions = NODES.objectNode();
    for (Section section : sections.all()) {
      if (section.type() == StackConfig.class) {
        schema.setAll(mapping(section));
      } else {
        definitions.set(section.type().getSimpleName(), mapping(section));
      }
    }
    schema.set("$defs", definitions);
    return schema;
  }

  private static ObjectNode mapping(Section section) {
    ObjectNode mapping = NODES.objectNode().put("type", "object");
    ArrayNode required = NODES.arrayNode();
    ObjectNode properties = NODES.objectNode();
    for (Entry entry : section.entries()) {
      properties.set(entry.name(), new SettingSchema(entry).json());
      if (entry.setting().required()) {
        required.add(entry.name());
      }
    }
    if (!required.isEmpty()) {
      mapping.set("required", required);
    }
    mapping.put("additionalProperties", false);
    mapping.set("properties", properties);
    return mapping;
  }
}
