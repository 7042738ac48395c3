package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azurepatroni.app.schema.ProviderSchema;
import dev.azurepatroni.app.schema.SchemaConformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs where a schema that azurerm itself reported lies in a folder beside the checkout. */
class ProviderSchemaTest {
  private static final Path BESIDE_THE_CHECKOUT = Path.of("../../..");
  private static final String FILE = "azurerm-[0-9.]+-schema\\.json";

  private static Optional<Path> file = Optional.empty();

  @BeforeAll
  static void find() throws IOException {
    try (Stream<Path> folders = Files.list(BESIDE_THE_CHECKOUT)) {
      file = folders.filter(Files::isDirectory).flatMap(ProviderSchemaTest::schemas).findFirst();
    }
    assumeTrue(file.isPresent(), "no " + FILE + " in any folder beside the checkout");
  }

  private static Stream<Path> schemas(Path folder) {
    Path[] found =
        Optional.ofNullable(folder.toFile().listFiles((in, name) -> name.matches(FILE)))
            .map(files -> Stream.of(files).map(java.io.File::toPath).toArray(Path[]::new))
            .orElseGet(() -> new Path[0]);
    return Stream.of(found);
  }

  static Set<String> stacks() {
    return Variants.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyArgumentIsOneThatTheProviderKnowsAndNoneIsMissing(String stack) throws IOException {
    SchemaConformance conformance = SchemaConformance.of(ProviderSchema.load(file.orElseThrow()));

    assertThat(conformance.differences(Variants.all().get(stack).json())).isEmpty();
  }

  @Test
  void theVersionIsTheOneThatTheStacksAskFor() {
    String version =
        Stacks.named("prod").json().at("/terraform/required_providers/azurerm/version").textValue();

    assertThat(file.orElseThrow().getFileName()).hasToString("azurerm-" + version + "-schema.json");
  }
}
