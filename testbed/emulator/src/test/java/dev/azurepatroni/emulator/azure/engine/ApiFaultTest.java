package dev.azurepatroni.emulator.azure.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFaultTest {
  @Test
  void parsesOperationTypeNameKindAndCount() {
    assertThat(ApiFault.parse("create:azurerm_lb_rule/db:slow=1500ms"))
        .isEqualTo(
            new ApiFault(
                "create",
                "azurerm_lb_rule",
                "db",
                ApiFault.Kind.SLOW,
                Integer.MAX_VALUE,
                Duration.ofMillis(1500)));
    assertThat(ApiFault.parse("delete:azurerm_subnet:throttled=2"))
        .isEqualTo(
            new ApiFault(
                "delete", "azurerm_subnet", "", ApiFault.Kind.THROTTLED, 2, Duration.ZERO));
    assertThat(ApiFault.parse("update:azurerm_lb:fails-late").kind())
        .isEqualTo(ApiFault.Kind.FAILS_LATE);
    assertThat(ApiFault.parse("create:azurerm_role_assignment:propagates=5s").delay())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(ApiFault.parse("create:azurerm_key_vault/vault:recovered").kind())
        .isEqualTo(ApiFault.Kind.RECOVERED);
    assertThat(ApiFault.parse("zone:2:down"))
        .isEqualTo(
            new ApiFault(
                "zone", "", "2", ApiFault.Kind.ZONE_DOWN, Integer.MAX_VALUE, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "create, is not a fault. Write OPERATION:TYPE",
    "make:azurerm_lb:fails, is not a fault",
    "create:lb:fails, is not a fault",
    "zone:4:down, is not a fault",
    "create:azurerm_lb:down, is not a fault",
    "update:azurerm_lb:tainted, cannot be injected. Write create:TYPE with tainted.",
    "create:azurerm_lb:no-capacity, cannot be injected. Write create:azurerm_",
    "create:azurerm_lb:taken, cannot be injected. Write create:azurerm_key_vault or create:azurerm_storage_account with taken.",
    "create:azurerm_key_vault:recovered=1, has a value. Write recovered without one.",
    "create:azurerm_lb:slow, has no valid delay",
    "create:azurerm_lb:slow=3, has no valid delay",
    "create:azurerm_lb:throttled, has no valid count",
    "create:azurerm_lb:fails=0, has no valid count",
    "create:azurerm_lb:fails=many, has no valid count"
  })
  void invalidFaultsAreRejectedWithTheExpectedForm(String text, String words) {
    assertThatThrownBy(() -> ApiFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("'" + text + "'");
  }
}
