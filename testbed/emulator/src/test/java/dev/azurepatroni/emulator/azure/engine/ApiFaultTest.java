package dev.azurepatroni.emulator.azure.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFaultTest {
  @Test
  void saysWhatGoesWrongWhereAndHowOften() {
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
  }

  @ParameterizedTest
  @CsvSource({
    "create, is no fault. Write OPERATION:TYPE",
    "make:azurerm_lb:fails, is no fault",
    "create:lb:fails, is no fault",
    "create:azurerm_lb:slow, does not say how slow",
    "create:azurerm_lb:slow=3, does not say how slow",
    "create:azurerm_lb:throttled, does not say how often",
    "create:azurerm_lb:fails=0, does not say how often",
    "create:azurerm_lb:fails=many, does not say how often"
  })
  void isRefusedWithWhatToWrite(String text, String words) {
    assertThatThrownBy(() -> ApiFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("'" + text + "'");
  }
}
