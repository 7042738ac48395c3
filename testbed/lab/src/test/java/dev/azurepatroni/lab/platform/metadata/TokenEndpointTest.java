package dev.azurepatroni.lab.platform.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenEndpointTest {
  private static final String PATH = "/metadata/identity/oauth2/token";
  private static final String VAULTS = "resource=https%3A%2F%2Fvault.azure.net";
  private static final String GOOD = PATH + "?api-version=2018-02-01&" + VAULTS;
  private static final Map<String, String> HEADER = Map.of("Metadata", "true");

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

  private static JsonNode claims(SourceClient.Answer answer) throws IOException {
    String payload = answer.json().path("access_token").asText().split("\\.", -1)[1];
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
  }

  private void assertRefused(SourceClient.Answer answer, String error, String description)
      throws IOException {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("error_description").asText()).contains(description);
  }

  @Test
  void theOnlyIdentityOfTheVmThatAsksIsTheDefault() throws IOException {
    SourceClient.Answer answer = lab.metadata(Deployed.TWO).get(GOOD, HEADER);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("client_id").asText()).isEqualTo("app-pglab-2");
    JsonNode claims = claims(answer);
    assertThat(claims.path("oid").asText()).isEqualTo("oid-pglab-2");
    assertThat(claims.path("appid").asText()).isEqualTo("app-pglab-2");
    assertThat(claims.path("tid").asText()).isEqualTo(Deployed.TENANT);
    assertThat(claims.path("aud").asText()).isEqualTo("https://vault.azure.net");
  }

  @Test
  void everyFieldOfTheAnswerIsText() throws IOException {
    SourceClient.Answer answer = lab.metadata(Deployed.ONE).get(GOOD, HEADER);

    assertThat(answer.json().properties())
        .allMatch(one -> one.getValue().isTextual())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "access_token",
            "client_id",
            "expires_in",
            "expires_on",
            "ext_expires_in",
            "not_before",
            "resource",
            "token_type");
    assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
  }

  @Test
  void aTokenHoldsForADay() throws IOException {
    long before = Instant.now().getEpochSecond();
    SourceClient.Answer answer = lab.metadata(Deployed.ONE).get(GOOD, HEADER);
    long after = Instant.now().getEpochSecond();

    assertThat(claims(answer).path("exp").asLong()).isBetween(before + 86_400, after + 86_400);
    assertThat(claims(answer).path("nbf").asLong()).isLessThanOrEqualTo(before);
    assertThat(answer.json().path("expires_in").asText()).isEqualTo("86400");
    assertThat(answer.json().path("expires_on").asText())
        .isEqualTo(claims(answer).path("exp").asText());
  }

  @Test
  void withoutTheHeaderThereIsNoToken() throws IOException {
    SourceClient client = lab.metadata(Deployed.ONE);

    assertRefused(client.get(GOOD), "invalid_request", "metadata header");
    assertRefused(
        client.get(GOOD, Map.of("Metadata", "yes")), "invalid_request", "metadata header");
  }

  @Test
  void whatWasForwardedIsRefused() throws IOException {
    SourceClient.Answer answer =
        lab.metadata(Deployed.ONE)
            .get(GOOD, Map.of("Metadata", "true", "X-Forwarded-For", "10.0.0.1"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("X-Forwarded-For").doesNotContain("access_token");
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                 invalid_request,  api-version",
    "api-version=2018-02-01,             invalid_request,  resource",
    "api-version=2018-02-01&resource=,   invalid_request,  resource",
    "api-version=2017-12-01&resource=x,  invalid_request,  api-version",
    "api-version=2018-02-31&resource=x,  invalid_request,  api-version",
    "api-version=2018-02-01&resource=x,  invalid_resource, AADSTS500011",
  })
  void aQuestionWithoutAKnownVersionAndResourceIsRefused(
      String query, String error, String description) throws IOException {
    assertRefused(lab.metadata(Deployed.ONE).get(PATH + "?" + query, HEADER), error, description);
  }

  @Test
  void aVmWithoutIdentityGetsNone() throws IOException {
    assertRefused(
        lab.metadata(Deployed.NONE).get(GOOD, HEADER), "invalid_request", "Identity not found");
  }

  @Test
  void ofSeveralIdentitiesOneHasToBeNamed() throws IOException {
    SourceClient client = lab.metadata(Deployed.MANY);

    assertRefused(
        client.get(GOOD, HEADER), "invalid_request", "Multiple user assigned identities exist");
    for (String by :
        new String[] {
          "client_id=app-many-b",
          "object_id=oid-many-b",
          "msi_res_id=" + Deployed.identityId("many-b")
        }) {
      SourceClient.Answer answer = client.get(GOOD + "&" + by, HEADER);
      assertThat(claims(answer).path("oid").asText()).as(by).isEqualTo("oid-many-b");
    }
  }

  @Test
  void withoutANameTheIdentityOfTheSystemCounts() throws IOException {
    lab.deployed().machine("none", Deployed.NONE, Deployed.DB, Deployed.SYSTEM, "many-a", "many-b");
    SourceClient client = lab.metadata(Deployed.NONE);

    assertThat(claims(client.get(GOOD, HEADER)).path("oid").asText()).isEqualTo("oid-system");
    assertThat(claims(client.get(GOOD + "&client_id=app-many-b", HEADER)).path("oid").asText())
        .isEqualTo("oid-many-b");
  }

  @Test
  void theIdentityOfAnotherVmIsNotFound() throws IOException {
    assertRefused(
        lab.metadata(Deployed.ONE).get(GOOD + "&client_id=app-pglab-2", HEADER),
        "invalid_request",
        "Identity not found");
  }

  @Test
  void anIdentityIsNamedOneWayOnly() throws IOException {
    assertRefused(
        lab.metadata(Deployed.MANY)
            .get(GOOD + "&client_id=app-many-a&object_id=oid-many-b", HEADER),
        "invalid_request",
        "Only one");
  }

  @Test
  void anAddressThatIsNoVmsIsNotFound() throws IOException {
    assertThat(lab.metadata(Deployed.STRANGER).get(GOOD, HEADER).status()).isEqualTo(404);
  }

  @Test
  void onlyGetIsAnswered() throws IOException {
    assertThat(lab.metadata(Deployed.ONE).send("PUT", GOOD, HEADER).status()).isEqualTo(405);
  }

  @Test
  void anIdentityAssignedWhileItRunsIsThere() throws IOException {
    lab.deployed().machine("none", Deployed.NONE, Deployed.DB, "late");

    assertThat(claims(lab.metadata(Deployed.NONE).get(GOOD, HEADER)).path("oid").asText())
        .isEqualTo("oid-late");
  }
}
