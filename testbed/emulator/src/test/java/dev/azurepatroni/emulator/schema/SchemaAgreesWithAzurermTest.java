package dev.azurepatroni.emulator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the schemas from the npm packages with azurerm's own. The environment variable
 * AZURERM_SCHEMA names a file with the output of {@code terraform providers schema -json}; without
 * it the test is skipped.
 */
class SchemaAgreesWithAzurermTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] FLAGS = {
    "required", "optional", "computed", "sensitive", "write_only"
  };

  /** Types that the reference lacks. */
  private static final Set<String> NOT_IN_THE_REFERENCE =
      Set.of("azurerm_network_interface_security_group_association");

  /** What beyond.txt has of newer versions. */
  private static final String NEWER =
      "provider features.persist_id_on_create_before_polling_for_completion: emulator bool optional, azurerm nothing";

  private static JsonNode ours;
  private static JsonNode theirs;

  @BeforeAll
  static void load() throws IOException {
    String named = System.getenv("AZURERM_SCHEMA");
    assumeTrue(named != null, "AZURERM_SCHEMA names no schema of azurerm 4.55.0");
    theirs = azurerm(JSON.readTree(Path.of(named).toFile()));
    ours =
        JSON.readTree(
                SchemaAgreesWithAzurermTest.class.getResourceAsStream(
                    "/dev/azurepatroni/emulator/schemas.json"))
            .path("azurerm");
  }

  /** Terraform prints all providers by address; a file can also have azurerm alone. */
  private static JsonNode azurerm(JsonNode file) {
    JsonNode all = file.path("provider_schemas");
    return all.isMissingNode() ? file : all.path("registry.terraform.io/hashicorp/azurerm");
  }

  @Test
  void everyTypeHasTheSchemaOfTheProvider() {
    Set<String> differences = new TreeSet<>();
    int compared = 0;
    for (String kind : new String[] {"resource_schemas", "data_source_schemas"}) {
      for (Map.Entry<String, JsonNode> type : ours.path(kind).properties()) {
        JsonNode reference = theirs.path(kind).path(type.getKey());
        if (reference.isMissingNode() && NOT_IN_THE_REFERENCE.contains(type.getKey())) {
          continue;
        }
        compare(kind + " " + type.getKey(), type.getValue(), reference, differences);
        compared++;
      }
    }
    compare("provider", ours.path("provider"), theirs.path("provider"), differences);
    assertThat(compared).isGreaterThan(30);
    assertThat(differences).isSubsetOf(NEWER);
  }

  private static void compare(String what, JsonNode our, JsonNode their, Set<String> differences) {
    Map<String, String> ourLines = lines(our);
    Map<String, String> theirLines = lines(their);
    Set<String> names = new TreeSet<>(ourLines.keySet());
    names.addAll(theirLines.keySet());
    for (String name : names) {
      String one = ourLines.getOrDefault(name, "nothing");
      String other = theirLines.getOrDefault(name, "nothing");
      if (!one.equals(other)) {
        differences.add(what + " " + name + ": emulator " + one + ", azurerm " + other);
      }
    }
  }

  /** Returns one line for each attribute and block. */
  private static Map<String, String> lines(JsonNode schema) {
    Map<String, String> lines = new TreeMap<>();
    lines.put("version", String.valueOf(schema.path("version").asInt()));
    addLines(schema.path("block"), "", lines);
    return lines;
  }

  private static void addLines(JsonNode block, String path, Map<String, String> lines) {
    for (Map.Entry<String, JsonNode> attribute : block.path("attributes").properties()) {
      StringBuilder line = new StringBuilder(sorted(attribute.getValue().path("type")));
      for (String flag : FLAGS) {
        line.append(attribute.getValue().path(flag).asBoolean() ? " " + flag : "");
      }
      lines.put(path + attribute.getKey(), line.toString());
    }
    for (Map.Entry<String, JsonNode> nested : block.path("block_types").properties()) {
      JsonNode inner = nested.getValue();
      lines.put(
          path + nested.getKey(),
          inner.path("nesting_mode").asText()
              + " "
              + inner.path("min_items").asInt()
              + " to "
              + inner.path("max_items").asInt());
      addLines(inner.path("block"), path + nested.getKey() + ".", lines);
    }
  }

  /** Returns a type constraint with the fields of objects sorted. */
  private static String sorted(JsonNode type) {
    if (type.isTextual()) {
      return type.asText();
    }
    if (type.isArray()) {
      return type.path(0).asText() + " of " + sorted(type.path(1));
    }
    Map<String, String> fields = new TreeMap<>();
    type.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
    return fields.toString();
  }
}
