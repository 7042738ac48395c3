package dev.azurepatroni.lab.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultEndpointTest {
  private static final String OWN = "pglab-1-tls";

  @TempDir Path folder;
  private PlatformFixture lab;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private SourceClient.Answer readWith(String token) throws IOException {
    return lab.read(Deployed.ONE, Deployed.HOST, OWN, token);
  }

  @Test
  void aSecretComesWithItsIdAttributesAndTags() throws IOException {
    lab.deployed()
        .secret(
            "lab-kv",
            OWN,
            "new",
            "'content_type': 'application/x-pem-file', 'not_before_date': '2026-01-01T00:00:00Z',"
                + " 'expiration_date': null");

    JsonNode json = lab.read(Deployed.ONE, OWN).json();

    assertThat(json.path("value").asText()).isEqualTo("new");
    assertThat(json.path("id").asText())
        .isEqualTo("https://" + Deployed.HOST + "/secrets/pglab-1-tls/v1");
    assertThat(json.path("contentType").asText()).isEqualTo("application/x-pem-file");
    assertThat(json.at("/attributes/enabled").asBoolean()).isTrue();
    assertThat(json.at("/attributes/nbf").asLong()).isEqualTo(1_767_225_600L);
    assertThat(json.path("attributes").has("exp")).isFalse();
    assertThat(json.at("/attributes/recoveryLevel").asText()).isEqualTo("Recoverable");
    assertThat(json.at("/attributes/recoverableDays").asInt()).isEqualTo(90);
    assertThat(json.at("/tags/cluster").asText()).isEqualTo("pglab");
  }

  @Test
  void aVersionIsReadByItsName() throws IOException {
    assertThat(lab.read(Deployed.ONE, OWN + "/v1").status()).isEqualTo(200);
    assertThat(lab.read(Deployed.ONE, OWN + "/").status()).isEqualTo(200);
    assertThat(lab.read(Deployed.ONE, OWN + "/v0").code()).isEqualTo("SecretNotFound");
  }

  @Test
  void aMissingSecretIsNotFoundForReaders() throws IOException {
    lab.deployed().role("one", "pglab-1", Deployed.VAULT, Deployed.USER);

    SourceClient.Answer answer = lab.read(Deployed.ONE, "none");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("SecretNotFound");
  }

  @Test
  void theHostDecidesWhichVaultIsRead() throws IOException {
    String other = Deployed.VAULT.replace("lab-kv", "other-kv");
    lab.deployed().role("more", "pglab-1", other, Deployed.USER);

    String token = lab.token(Deployed.ONE);
    assertThat(readWith(token).body()).contains("first's key");
    assertThat(lab.read(Deployed.ONE, Deployed.OTHER_HOST, OWN, token).body())
        .contains("other's key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "HEAD"})
  void onlyGetIsAnswered(String method) throws IOException {
    SourceClient.Answer answer =
        lab.vault(Deployed.ONE, Deployed.HOST)
            .send(
                method,
                "/secrets/pglab-1-tls?api-version=7.4",
                Map.of("Authorization", "Bearer " + lab.token(Deployed.ONE)));

    assertThat(answer.status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?api-version=", "?api-version=1.0"})
  void aVersionOfTheInterfaceIsAskedFor(String query) throws IOException {
    SourceClient.Answer answer =
        lab.vault(Deployed.ONE, Deployed.HOST)
            .get(
                "/secrets/pglab-1-tls" + query,
                Map.of("Authorization", "Bearer " + lab.token(Deployed.ONE)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BadParameter");
  }

  @Test
  void anUnknownVaultIsNotServed() throws IOException {
    SourceClient.Answer answer =
        lab.vault(Deployed.ONE, Deployed.HOST)
            .get("/secrets/pglab-1-tls?api-version=7.4", Map.of("Host", "who.vault.azure.net"));

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void theCertificateIsForTheVaultsOnly() {
    assertThatThrownBy(() -> lab.vault(Deployed.ONE, "who.vault.azure.net").get("/"))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void aVaultMadeWhileItRunsIsServedUnderItsName() throws IOException {
    assertThat(lab.read(Deployed.ONE, OWN).status()).isEqualTo(200);

    lab.deployed().vault("late-kv", "");
    lab.deployed().secret("late-kv", OWN, "late", "'content_type': null");
    lab.deployed()
        .role("late", "pglab-1", Deployed.VAULT.replace("lab-kv", "late-kv"), Deployed.USER);

    String token = lab.token(Deployed.ONE);
    assertThat(lab.read(Deployed.ONE, "late-kv.vault.azure.net", OWN, token).body())
        .contains("\"late\"");
  }

  @Test
  void aSecretChangedWhileItRunsIsReadAgain() throws IOException {
    String token = lab.token(Deployed.ONE);
    assertThat(readWith(token).body()).contains("first's key");

    lab.deployed().secret("lab-kv", OWN, "rotated", "'content_type': null");

    assertThat(readWith(token).json().path("value").asText()).isEqualTo("rotated");
  }
}
