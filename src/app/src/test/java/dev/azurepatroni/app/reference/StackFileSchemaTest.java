package dev.azurepatroni.app.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StackFileSchemaTest {
  private static final String MINIMAL =
      "{name: pgpatroni, location: germanywestcentral, state: {backend: local}}";
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS));

  private final String text = new StackFileSchema().json();
  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);

  @Test
  void itIsItselfAValidSchema() throws IOException {
    JsonSchema metaSchema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(java.net.URI.create("https://json-schema.org/draft/2020-12/schema"));

    assertThat(metaSchema.validate(new ObjectMapper().readTree(text))).isEmpty();
  }

  @Test
  void everySettingOfEveryRecordIsInIt() throws IOException {
    JsonNode root = new ObjectMapper().readTree(text);
    for (Settings.Mapping mapping : Settings.mappings()) {
      JsonNode definition =
          mapping.type() == ClusterSpec.class
              ? root
              : root.at("/$defs/" + mapping.type().getSimpleName());

      assertThat(definition.at("/additionalProperties").toString()).isEqualTo("false");
      for (String name : mapping.names()) {
        assertThat(definition.at("/properties/" + name + "/description").asText())
            .as("%s of %s", name, mapping.paths())
            .isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stackFiles")
  void everyStackFileIsValidAndNamesTheSchema(Path file) throws IOException {
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("# yaml-language-server: $schema=../docs/reference/stack-file.schema.json");
    assertThat(problems(Files.readString(file))).isEmpty();
  }

  static List<Path> stackFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../stacks"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void theMinimalStackFileIsValid() throws IOException {
    assertThat(problems(MINIMAL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags: {costCentre: 123, live: true, owner: orders}",
        "patroni: {synchronousMode: on}",
        "zones: ['1', '3']",
        "vault: {name: ''}",
        "vmSizes: {Standard_D8s_v6: {vcpus: 8, memoryGib: 32, iops: 12800, mbps: 424}}"
      })
  void whatTheProgramReadsIsValid(String setting) throws IOException {
    assertThat(problems(with(setting))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodes: 2                                  | nodes",
        "database: {node: 2}                       | $.database",
        "database: {nodes: two}                    | $.database.nodes",
        "database: {nodes: '2'}                    | $.database.nodes",
        "database: {nodes: 4}                      | $.database.nodes",
        "database: {dataDisk: {sizeGb: 1024}}      | $.database.dataDisk",
        "patroni: {ttl: 19}                        | $.patroni.ttl",
        "patroni: {synchronousMode: always}        | $.patroni.synchronousMode",
        "zones: [1, '3']                           | $.zones[0]",
        "zones: ['14']                             | $.zones[0]",
        "publicEndpoint: {enabled: 'true'}         | $.publicEndpoint.enabled",
        "vault: {name: orders-production-vault-1}  | $.vault.name",
        "tags: {owner: [a]}                        | $.tags.owner",
        "vmSizes: {Standard_D8s_v6: {vcpus: 8}}    | $.vmSizes.Standard_D8s_v6",
        "name: Orders                              | $.name"
      })
  void whatTheProgramRefusesForItsFormIsInvalid(String setting, String where) throws IOException {
    assertThat(problems(with(setting)))
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem.getInstanceLocation() + " " + problem.getMessage())
                    .contains(where));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "location", "state"})
  void whatIsRequiredIsRequiredHereToo(String name) throws IOException {
    JsonNode file = YAML.readTree(MINIMAL);
    ((ObjectNode) file).remove(name);

    assertThat(schema.validate(file)).hasSize(1).first().asString().contains("'" + name + "'");
  }

  private static String with(String setting) throws IOException {
    JsonNode file = YAML.readTree(MINIMAL);
    JsonNode extra = YAML.readTree(setting);
    ((ObjectNode) file).setAll((ObjectNode) extra);
    return YAML.writeValueAsString(file);
  }

  private Set<ValidationMessage> problems(String yaml) throws IOException {
    return schema.validate(YAML.readTree(yaml));
  }
}
