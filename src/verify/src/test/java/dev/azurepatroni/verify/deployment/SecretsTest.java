package dev.azurepatroni.verify.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Map<String, String> COMMANDS =
      Map.of(
          "ca_certificate",
          "az keyvault secret show --vault-name kv --name pg-ca --query value --output tsv > pg-ca.pem");

  @Test
  void theCommandForPeopleWritesNoFileHere() {
    assertThat(new Secrets(COMMANDS, null).command("ca_certificate"))
        .hasValue(
            "az keyvault secret show --vault-name kv --name pg-ca --query value --output tsv");
  }

  @Test
  void anotherCommandGetsTheSecretsName() throws Exception {
    Secrets secrets = new Secrets(COMMANDS, "echo the value of {name}");
    assertThat(secrets.read("ca_certificate")).isEqualTo("the value of pg-ca");
  }

  @Test
  void aCommandThatFailsIsNamedAndWhatItPrintedIsNot() {
    Secrets secrets = new Secrets(Map.of("application_password", "printf hush; exit 4"), null);
    assertThatThrownBy(() -> secrets.read("application_password"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 4");
  }
}
