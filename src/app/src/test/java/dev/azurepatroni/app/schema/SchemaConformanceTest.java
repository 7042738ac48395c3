package dev.azurepatroni.app.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaConformanceTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static final String SCHEMA =
      """
      {"provider": {"block": {
         "attributes": {"tenant_id": {"type": "string", "optional": true}},
         "block_types": {"features": {"nesting_mode": "list", "block": {}}}}},
       "resource_schemas": {"azurerm_vm": {"version": 0, "block": {
         "attributes": {
           "name": {"type": "string", "required": true},
           "port": {"type": "number", "optional": true},
           "spot": {"type": "bool", "optional": true, "computed": true},
           "id": {"type": "string", "computed": true},
           "zones": {"type": ["set", "string"], "optional": true},
           "tags": {"type": ["map", "string"], "optional": true},
           "rules": {"optional": true,
             "type": ["list", ["object", {"port": "number", "note": "string"}]]}},
         "block_types": {
           "disk": {"nesting_mode": "list", "min_items": 1, "max_items": 2, "block": {
             "attributes": {"size": {"type": "number", "required": true}},
             "block_types": {"key": {"nesting_mode": "set", "min_items": 2, "block": {}}}}},
           "timeouts": {"nesting_mode": "single", "block": {}},
           "label": {"nesting_mode": "map", "block": {
             "attributes": {"size": {"type": "number", "required": true}}}}}}}},
       "data_source_schemas": {"azurerm_image": {"block": {
         "attributes": {"name": {"type": "string", "required": true}}}}},
       "ephemeral_resource_schemas": {"azurerm_secret": {"block": {
         "attributes": {"name": {"type": "string", "required": true}}}}}}
      """;

  @TempDir private Path directory;
  private SchemaConformance conformance;

  @BeforeEach
  void loadSchema() throws IOException {
    conformance = SchemaConformance.of(load(SCHEMA));
  }

  @Test
  void conformingJsonHasNoDifferences() throws IOException {
    assertThat(vm("'port': 80, 'spot': true, 'zones': ['1', '3'], 'tags': {'a': 'b'}")).isEmpty();
    assertThat(vm("'rules': [{'port': 1, 'note': null}], 'timeouts': {}")).isEmpty();
    assertThat(vm("'disk': {'size': 1, 'key': [{}, {}]}, 'label': {'a': {'size': 1}}")).isEmpty();
  }

  @Test
  void missingRequiredArgumentIsNamed() throws IOException {
    assertThat(differences("{'data': {'azurerm_image': {'os': {}}}}"))
        .containsExactly("data.azurerm_image.os: name: required argument is missing");
  }

  @Test
  void nullCountsAsAbsent() throws IOException {
    assertThat(vm("'name': null, 'id': null, 'port': null, 'timeouts': null"))
        .containsExactly("azurerm_vm.x: name: required argument is missing");
  }

  @Test
  void unknownArgumentIsNamed() throws IOException {
    assertThat(vm("'prot': 80")).containsExactly("azurerm_vm.x: unknown argument \"prot\"");
  }

  @Test
  void argumentThatOnlyTheProviderComputesMustNotBeSet() throws IOException {
    assertThat(vm("'id': '/x'"))
        .containsExactly("azurerm_vm.x: id: must not be set, only the provider computes it");
  }

  @Test
  void literalsKeepTheirType() throws IOException {
    assertThat(vm("'port': '80', 'spot': 'true', 'zones': [1], 'tags': {'a.b': true}"))
        .containsExactly(
            "azurerm_vm.x: port: must be a number, is the string \"80\"",
            "azurerm_vm.x: spot: must be a bool, is the string \"true\"",
            "azurerm_vm.x: tags[\"a.b\"]: must be a string, is the boolean true",
            "azurerm_vm.x: zones[0]: must be a string, is the number 1");
  }

  @Test
  void listsAndObjectsAreNotTakenForOneAnother() throws IOException {
    assertThat(vm("'zones': '1', 'tags': [], 'rules': [[], {'port': {}, 'note': []}]"))
        .containsExactly(
            "azurerm_vm.x: rules[0]: must be an object, is a list",
            "azurerm_vm.x: rules[1].note: must be a string, is a list",
            "azurerm_vm.x: rules[1].port: must be a number, is an object",
            "azurerm_vm.x: tags: must be a map, is a list",
            "azurerm_vm.x: zones: must be a set, is the string \"1\"");
  }

  @Test
  void objectValueHasExactlyTheMembersOfItsType() throws IOException {
    assertThat(vm("'rules': [{'port': 1, 'note': null}, {'port': 2, 'text': ''}]"))
        .containsExactly(
            "azurerm_vm.x: rules[1].note: must be written, if only as null",
            "azurerm_vm.x: rules[1]: unknown member \"text\"");
  }

  @Test
  void singleInterpolationIsOfAnyType() throws IOException {
    assertThat(vm("'port': '${var.p}', 'spot': '${length({a = {}}) > 0}'")).isEmpty();
    assertThat(vm("'zones': '${var.z}', 'tags': '${var.t}', 'rules': '${var.r}'")).isEmpty();
    assertThat(vm("'rules': ['${var.rule}'], 'tags': {'a': '${var.a}-b'}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8${var.a}", "${var.a}0", "${var.a}${var.b}", "$${var.a}", "{}", "${", ""})
  void textAroundAnInterpolationMakesItString(String text) throws IOException {
    assertThat(vm("'port': '" + text + "'"))
        .containsExactly("azurerm_vm.x: port: must be a number, is the string \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[null]"})
  void missingRequiredBlockIsNamed(String disk) throws IOException {
    assertThat(vm("'disk': " + disk))
        .containsExactly("azurerm_vm.x: disk: required block is missing");
  }

  @Test
  void blocksStandNoFewerAndNoMoreTimesThanAllowed() throws IOException {
    String disk = "{'size': 1, 'key': [{}, {}]}";
    assertThat(vm("'disk': [%s, %s, %s], 'timeouts': [{}, {}]".formatted(disk, disk, disk)))
        .containsExactly(
            "azurerm_vm.x: disk: must stand at most 2 times, not 3",
            "azurerm_vm.x: timeouts: must stand at most 1 times, not 2");
    assertThat(vm("'disk': [{'size': 1, 'key': {}}]"))
        .containsExactly("azurerm_vm.x: disk[0].key: must stand at least 2 times, not 1");
  }

  @Test
  void nestedBlocksAreCheckedLikeBodies() throws IOException {
    assertThat(vm("'disk': {'key': [{}, {}], 'count': 1}, 'label': {'a': {'size': '1'}}"))
        .containsExactly(
            "azurerm_vm.x: disk.size: required argument is missing",
            "azurerm_vm.x: disk: unknown argument \"count\"",
            "azurerm_vm.x: label[\"a\"].size: must be a number, is the string \"1\"");
  }

  @Test
  void blockCannotBeAnInterpolation() throws IOException {
    assertThat(vm("'timeouts': '${var.t}', 'label': '${var.l}'"))
        .containsExactly(
            "azurerm_vm.x: label: must be an object, as a block is",
            "azurerm_vm.x: timeouts: must be an object, as a block is");
  }

  @Test
  void metaArgumentsAndCommentsAreNotTheProviders() throws IOException {
    assertThat(vm("'//': {}, 'count': 2, 'for_each': {}, 'depends_on': [], 'lifecycle': {}"))
        .isEmpty();
    assertThat(vm("'provider': '', 'provisioner': [], 'connection': {}, 'timeouts': {'//': ''}"))
        .isEmpty();
  }

  @Test
  void unknownTypeIsReportedOnlyIfItIsTheProviders() throws IOException {
    assertThat(differences("{'resource': {'azurerm_mv': {'x': {}}, 'random_password': {'x': {}}}}"))
        .containsExactly("azurerm_mv.x: unknown type");
  }

  @Test
  void everyKindOfBlockHasItsOwnSchemas() throws IOException {
    assertThat(differences("{'ephemeral': {'azurerm_secret': {'x': {}}, 'azurerm_vm': {'x': {}}}}"))
        .containsExactly(
            "ephemeral.azurerm_secret.x: name: required argument is missing",
            "ephemeral.azurerm_vm.x: unknown type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[{}]"})
  void emptyFeaturesSuffice(String features) throws IOException {
    assertThat(differences("{'provider': {'azurerm': [{'features': " + features + "}]}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "[{}, {}]"})
  void featuresStandExactlyOnce(String features) throws IOException {
    assertThat(differences("{'provider': {'azurerm': {'features': " + features + "}}}"))
        .containsExactly("provider.azurerm: features: required block must stand exactly once");
  }

  @Test
  void everyProviderBlockIsChecked() throws IOException {
    String second = "{'alias': 'b', 'features': {}, 'tenant_id': 1, 'count': 1}";
    assertThat(differences("{'provider': {'azurerm': [{'features': {}}, " + second + "]}}"))
        .containsExactly(
            "provider.azurerm: [1].tenant_id: must be a string, is the number 1",
            "provider.azurerm: [1]: unknown argument \"count\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{'resource': []}", "{'data': {'azurerm_image': []}}"})
  void layoutThatCdktfDoesNotWriteIsRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> differences(json));
  }

  @Test
  void fileThatIsNoSchemaIsRefused() {
    assertThatIOException().isThrownBy(() -> load("{}"));
    assertThatIOException().isThrownBy(() -> load("{\"provider\": {}}"));
    assertThatIOException().isThrownBy(() -> load(SCHEMA.replace("\"type\": \"string\",", "")));
  }

  /** The differences of a virtual machine that has none but for the given members. */
  private List<String> vm(String members) throws IOException {
    String complete = "'name': 'x', 'disk': [{'size': 1, 'key': [{}, {}]}]";
    return differences(
        "{'resource': {'azurerm_vm': {'x': {%s, %s}}}}".formatted(complete, members));
  }

  private List<String> differences(String json) throws IOException {
    return conformance.differences(JSON.readTree(json)).stream()
        .map(SchemaConformance.Difference::toString)
        .toList();
  }

  private ProviderSchema load(String schema) throws IOException {
    return ProviderSchema.load(Files.writeString(directory.resolve("schema.json"), schema));
  }
}
