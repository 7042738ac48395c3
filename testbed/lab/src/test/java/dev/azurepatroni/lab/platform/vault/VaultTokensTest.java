package dev.azurepatroni.lab.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultTokensTest {
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

  private void assertUnauthorized(SourceClient.Answer answer, String problem) throws IOException {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().get("www-authenticate"))
        .startsWith("Bearer ")
        .contains("/" + Deployed.TENANT + "\"", "resource=\"https://vault.azure.net\"");
    assertThat(answer.json().at("/error/code").asText()).isEqualTo("Unauthorized");
    assertThat(answer.json().at("/error/message").asText()).contains(problem);
  }

  @Test
  void aRequestWithoutTokenIsRefused() throws IOException {
    SourceClient client = lab.vault(Deployed.ONE, Deployed.HOST);

    assertUnauthorized(client.get("/secrets/pglab-1-tls?api-version=7.4"), "AKV10000");
    assertUnauthorized(
        client.get("/secrets/pglab-1-tls?api-version=7.4", Map.of("Authorization", "Basic eA==")),
        "AKV10000");
  }

  @Test
  void aTokenChangedInAnyPartIsNone() throws IOException {
    String[] mine = lab.token(Deployed.ONE).split("\\.", -1);
    String[] theirs = lab.token(Deployed.TWO).split("\\.", -1);
    String flipped = (mine[2].charAt(0) == 'A' ? "B" : "A") + mine[2].substring(1);

    for (String bad :
        new String[] {
          String.join(".", mine[0], mine[1], flipped),
          String.join(".", mine[0], theirs[1], mine[2]),
          String.join(".", mine[0], mine[1], ""),
          String.join(".", mine[0], mine[1], "!"),
          mine[0] + "." + mine[1],
          "x",
          ""
        }) {
      SourceClient.Answer answer = readWith(bad);
      assertUnauthorized(answer, bad.isEmpty() ? "AKV10000" : "AKV10046");
    }
    assertThat(readWith(String.join(".", mine)).status()).isEqualTo(200);
  }

  @Test
  void aTokenEndsAfterADay() throws IOException {
    assertThat(readWith(lab.oldToken(Duration.ofHours(23))).status()).isEqualTo(200);
    assertUnauthorized(readWith(lab.oldToken(Duration.ofHours(24))), "TokenExpired");
    assertUnauthorized(readWith(lab.oldToken(Duration.ofHours(-1))), "TokenExpired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://management.azure.com/", "https://vault.azure.net/"})
  void aTokenForAnotherAudienceIsNone(String audience) throws IOException {
    assertUnauthorized(readWith(lab.token(Deployed.ONE, audience)), "AKV10022");
  }

  @Test
  void aTokenOfAnotherTenantIsNone() throws IOException {
    lab.deployed().vault("lab-kv", ", 'tenant_id': 'tenant-1'");

    SourceClient.Answer answer = readWith(lab.token(Deployed.ONE));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("AKV10032");
  }

  @Test
  void tokensOutliveARestart() throws IOException {
    String token = lab.token(Deployed.ONE);
    lab.restart();

    assertThat(readWith(token).status()).isEqualTo(200);
  }
}
