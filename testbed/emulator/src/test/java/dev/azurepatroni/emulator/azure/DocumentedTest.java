package dev.azurepatroni.emulator.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.emulator.DocumentedTable;
import dev.azurepatroni.emulator.inventory.DiskResourceStore;
import dev.azurepatroni.emulator.plugin.CallLog;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.BlockSchema;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.schema.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/explanation/emulator.md lists the replacements and restarts; {@code -Dgolden.update=true}
 * writes the lists.
 */
class DocumentedTest {
  private static final Path PAGE = Path.of("../../docs/explanation/emulator.md");
  private static final String REPLACES = "<!-- What replaces, by DocumentedTest -->\n";
  private static final String RESTARTS = "<!-- What restarts, by DocumentedTest -->\n";

  @TempDir Path folder;

  private Map<String, ResourceType> types() throws Exception {
    try (DiskResourceStore inventory = DiskResourceStore.open(folder, Duration.ZERO)) {
      return new TreeMap<>(new AzureProvider(inventory, List.of(), CallLog.none()).resources());
    }
  }

  @Test
  void thePageListsEveryReplacement() throws Exception {
    DocumentedTable.compare(
        PAGE,
        REPLACES,
        types().entrySet().stream()
            .map(
                type ->
                    "| `" + type.getKey() + "` | " + list(type.getValue().replacedBy()) + " |\n")
            .collect(
                Collectors.joining(
                    "", "| resource | a change of these replaces it |\n|---|---|\n", "")));
  }

  @Test
  void thePageListsEveryRestart() throws Exception {
    DocumentedTable.compare(
        PAGE,
        RESTARTS,
        AzureProvider.interruptions().values().stream()
            .map(
                one ->
                    "| `%s` | %s | %s |\n"
                        .formatted(one.type(), list(one.restart()), list(one.deallocate())))
            .collect(
                Collectors.joining(
                    "", "| resource | powered off | deallocated |\n|---|---|---|\n", "")));
  }

  private static String list(Set<String> paths) {
    return new TreeSet<>(paths)
        .stream().map(path -> "`" + path + "`").collect(Collectors.joining(", "));
  }

  /** A row with an unknown argument would have no effect, and no other test would fail. */
  @Test
  void everyArgumentInTheTablesExists() throws Exception {
    Map<String, ResourceType> types = types();
    Map<String, Schema> schemas = ProviderSchema.load("azurerm").resources();
    assertThat(types.keySet()).isEqualTo(new TreeSet<>(schemas.keySet()));
    AzureProvider.interruptions()
        .forEach(
            (type, one) ->
                Stream.concat(one.restart().stream(), one.deallocate().stream())
                    .forEach(
                        path ->
                            assertThat(exists(schemas.get(type).block(), path))
                                .as(type + " " + path)
                                .isTrue()));
    for (Map.Entry<String, ResourceType> type : types.entrySet()) {
      for (String path : List.copyOf(type.getValue().replacedBy())) {
        assertThat(exists(schemas.get(type.getKey()).block(), path))
            .as(type.getKey() + " " + path)
            .isTrue();
      }
      for (String path : type.getValue().defaults().keySet()) {
        assertThat(exists(schemas.get(type.getKey()).block(), path))
            .as(type.getKey() + " " + path)
            .isTrue();
      }
    }
  }

  private static boolean exists(BlockSchema block, String path) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    if (dot < 0) {
      return block.attributes().containsKey(step) || block.blocks().containsKey(step);
    }
    return block.blocks().containsKey(step)
        && exists(block.blocks().get(step).block(), path.substring(dot + 1));
  }
}
