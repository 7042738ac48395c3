package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azurepatroni.app.schema.ProviderSchema;
import dev.azurepatroni.app.schema.SchemaConformance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the synthesised stacks with azurerm's own schema. The environment variable
 * AZURERM_SCHEMA names a file with the output of {@code terraform providers schema -json}; without
 * it the test is skipped.
 */
class ProviderSchemaTest {
  private static SchemaConformance conformance;

  @BeforeAll
  static void load() throws IOException {
    String file = System.getenv("AZURERM_SCHEMA");
    assumeTrue(file != null, "AZURERM_SCHEMA names no schema of azurerm");
    conformance = SchemaConformance.of(ProviderSchema.load(Path.of(file)));
  }

  static Set<String> stacks() {
    return Variants.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyArgumentIsOneThatTheProviderKnowsAndNoneIsMissing(String stack) {
    assertThat(conformance.differences(Variants.all().get(stack).json())).isEmpty();
  }
}
