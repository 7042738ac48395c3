package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azurepatroni.app.schema.ProviderSchema;
import dev.azurepatroni.app.schema.SchemaConformance;
import java.io.File;
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

/** Runs where a schema that azurerm itself reported lies in a folder next to the checkout. */
class ProviderSchemaTest {
  private static final Path NEXT_TO_THE_CHECKOUT = Path.of("../../..");
  private static final String FILE = "azurerm-[0-9.]+-schema\\.json";

  private static Path file;

  @BeforeAll
  static void find() throws IOException {
    try (Stream<Path> folders = Files.list(NEXT_TO_THE_CHECKOUT)) {
      Optional<Path> found = folders.flatMap(ProviderSchemaTest::schemas).findFirst();
      assumeTrue(found.isPresent(), "no " + FILE + " in any folder next to the checkout");
      file = found.get();
    }
  }

  private static Stream<Path> schemas(Path folder) {
    return Stream.ofNullable(folder.toFile().listFiles((in, name) -> name.matches(FILE)))
        .flatMap(Stream::of)
        .map(File::toPath);
  }

  static Set<String> stacks() {
    return Variants.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyArgumentIsOneThatTheProviderKnowsAndNoneIsMissing(String stack) throws IOException {
    SchemaConformance conformance = SchemaConformance.of(ProviderSchema.load(file));

    assertThat(conformance.differences(Variants.all().get(stack).json())).isEmpty();
  }

  @Test
  void theVersionIsTheOneThatTheStacksAskFor() {
    String version =
        Stacks.named("prod").json().at("/terraform/required_providers/azurerm/version").textValue();

    assertThat(file.getFileName()).hasToString("azurerm-" + version + "-schema.json");
  }
}
