package dev.azurepatroni.verify.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final Map<String, String> COMMANDS =
      Map.of(
          "ca_certificate",
          "az keyvault secret show --vault-name kv1 --name pg-ca --query value --output tsv > pg-ca.pem");

  @Test
  void theCommandForPeopleWritesNoFileHere() throws Exception {
    assertThat(new Secrets(COMMANDS, null).command("ca_certificate"))
        .containsExactly(
            "az keyvault secret show --vault-name kv1 --name pg-ca --query value --output tsv"
                .split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "touch HERE",
        "az keyvault secret show --vault-name kv1 --name a --query value --output tsv; touch HERE",
        "az keyvault secret show --vault-name $(touch${IFS}HERE) --name a --query value --output tsv",
        "az keyvault secret show --vault-name kv1 --name a;touch${IFS}HERE --query value --output tsv",
        "az keyvault secret show --vault-name kv1 --name a --query value --output tsv > /root/.bashrc",
        "az keyvault secret show --vault-name kv1 --name a --query value --output tsv\ntouch HERE",
        "az keyvault secret show --vault-name --debug --name a --query value --output tsv",
      })
  void nothingElseOfTheStateIsRun(String command, @TempDir Path folder) {
    Path here = folder.resolve("here");
    Map<String, String> hostile =
        Map.of("application_password", command.replace("HERE", here.toString()));
    for (String template : new String[] {null, "echo {name}"}) {
      assertThatThrownBy(() -> new Secrets(hostile, template).read("application_password"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it was not run");
    }
    assertThat(here).doesNotExist();
  }

  @Test
  void anotherCommandGetsTheSecretsName() throws Exception {
    Secrets secrets = new Secrets(COMMANDS, "echo the value of {name}");
    assertThat(secrets.read("ca_certificate")).isEqualTo("the value of pg-ca");
  }

  @Test
  void aCommandThatFailsIsNamedAndWhatItPrintedIsNot() {
    Secrets secrets = new Secrets(COMMANDS, "printf hush; exit 4");
    assertThatThrownBy(() -> secrets.read("ca_certificate"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 4");
  }
}
