package dev.azurepatroni.lab.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobRightsTest {
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

  private BlobClient client(String source, String token) throws IOException {
    return new BlobClient(lab.blob(source, Deployed.BLOB_HOST), token);
  }

  private BlobClient client(String source) throws IOException {
    return client(source, lab.token(source, "https://" + Deployed.BLOB_HOST));
  }

  private static void assertRefused(SourceClient.Answer answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(BlobClient.code(answer)).isEqualTo(code);
  }

  @Test
  void theContributorWritesAndTheReaderReads() throws IOException {
    assertThat(client(Deployed.ONE).put("/backup/x", "content").status()).isEqualTo(201);

    BlobClient reader = client(Deployed.TWO);
    assertThat(reader.get("/backup/x").body()).isEqualTo("content");
    assertThat(BlobClient.texts(reader.list("/backup", ""), "Name")).isEqualTo("x");
    assertRefused(reader.put("/backup/x", "mine"), 403, "AuthorizationPermissionMismatch");
    assertRefused(reader.send("DELETE", "/backup/x"), 403, "AuthorizationPermissionMismatch");
    assertRefused(
        reader.send("PUT", "/backup/x?comp=block&blockid=AAAA", Map.of(), "mine"),
        403,
        "AuthorizationPermissionMismatch");
    assertThat(reader.get("/backup/x").body()).isEqualTo("content");
  }

  @Test
  void theContributorDoesNotDeleteVersions() throws IOException {
    BlobClient client = client(Deployed.ONE);
    String version = client.put("/backup/x", "content").headers().get("x-ms-version-id");

    assertRefused(
        client.send("DELETE", "/backup/x?versionid=" + version),
        403,
        "AuthorizationPermissionMismatch");
  }

  @Test
  void whoHasNoRoleIsRefusedBeforeAnythingIsLookedFor() throws IOException {
    assertRefused(
        client(Deployed.MANY, manysToken()).get("/backup/x"),
        403,
        "AuthorizationPermissionMismatch");
    assertRefused(client(Deployed.ONE).get("/none/x"), 403, "AuthorizationPermissionMismatch");
  }

  private String manysToken() throws IOException {
    return lab.metadata(Deployed.MANY)
        .get(
            "/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=app-many-a"
                + "&resource=https%3A%2F%2Fstorage.azure.com",
            Map.of("Metadata", "true"))
        .json()
        .path("access_token")
        .asText();
  }

  @Test
  void aRoleForTheAccountIsOneForEachContainer() throws IOException {
    String reader = Deployed.ROLES + "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    lab.deployed().role("blob-one", "pglab-1", Deployed.ACCOUNT, reader);

    assertRefused(client(Deployed.ONE).get("/backup/x"), 404, "BlobNotFound");
    assertRefused(client(Deployed.ONE).get("/none/x"), 404, "ContainerNotFound");
  }

  @Test
  void aRoleTakenAwayIsHonouredWithTheTokenOfBefore() throws IOException {
    BlobClient client = client(Deployed.ONE);
    assertThat(client.put("/backup/x", "content").status()).isEqualTo(201);

    lab.deployed().files().remove("azurerm_role_assignment", "/roles/blob-one");

    assertRefused(client.get("/backup/x"), 403, "AuthorizationPermissionMismatch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.azure.com",
        "https://storage.azure.com/",
        "https://labbak.blob.core.windows.net",
        "https://labbak.blob.core.windows.net/"
      })
  void theAccountsTokenAndThatForAllAccountsAreTaken(String resource) throws IOException {
    assertRefused(
        client(Deployed.ONE, lab.token(Deployed.ONE, resource)).get("/backup/x"),
        404,
        "BlobNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://vault.azure.net", "https://other.blob.core.windows.net", "https://x"})
  void anotherServicesTokenIsNot(String resource) throws IOException {
    SourceClient.Answer answer =
        client(Deployed.ONE, lab.token(Deployed.ONE, resource)).get("/backup/x");

    assertRefused(answer, 401, "InvalidAuthenticationInfo");
    assertThat(answer.body()).contains("Audience validation failed");
    assertThat(answer.headers().get("www-authenticate"))
        .contains("resource_id=https://storage.azure.com");
  }

  @Test
  void aTokenOfSomebodyElseIsNotTaken() throws IOException {
    String token = lab.token(Deployed.ONE, "https://storage.azure.com");
    String forged = token.substring(0, token.length() - 4) + "AAAA";

    assertRefused(client(Deployed.ONE, forged).get("/backup/x"), 401, "InvalidAuthenticationInfo");
  }

  @ParameterizedTest
  @CsvSource({
    "SharedKey labbak:c2ln, 403, KeyBasedAuthenticationNotPermitted",
    "SharedKeyLite labbak:c2ln, 403, KeyBasedAuthenticationNotPermitted",
    "'', 401, NoAuthenticationInformation",
  })
  void keysAndNobodyAreRefused(String authorization, int status, String code) throws IOException {
    assertRefused(
        client(Deployed.ONE).send("GET", "/backup/x", Map.of("Authorization", authorization), ""),
        status,
        code);
  }

  @Test
  void aSignatureInTheQueryIsAKey() throws IOException {
    assertRefused(
        client(Deployed.ONE).get("/backup/x?sv=2024-08-04&sig=c2ln"),
        403,
        "KeyBasedAuthenticationNotPermitted");
  }

  @ParameterizedTest
  @CsvSource({
    "Deny, db, '', 404",
    "Deny, '', '', 403",
    "Deny, plain, '', 403",
    "Deny, '', '203.0.113.9', 403",
    "Allow, '', '', 404",
  })
  void theNetworkRulesSeeASubnetWithTheServiceEndpoint(
      String action, String subnet, String ranges, int status) throws IOException {
    String subnets = subnet.isEmpty() ? "" : "'" + Deployed.DB.replace("/db", "/" + subnet) + "'";
    lab.deployed()
        .account(Deployed.acls(action, subnets, ranges.isEmpty() ? "" : "'" + ranges + "'"));

    SourceClient.Answer answer = client(Deployed.ONE).get("/backup/x");

    assertThat(answer.status()).isEqualTo(status);
    if (status == 403) {
      assertThat(BlobClient.code(answer)).isEqualTo("AuthorizationFailure");
    }
  }

  @Test
  void anAccountThatIsGoneHasNoAnswer() throws IOException {
    BlobClient client = client(Deployed.ONE);
    SourceClient.Answer before = client.get("/backup/x");
    lab.deployed().files().remove("azurerm_storage_container", Deployed.CONTAINER);

    assertRefused(before, 404, "BlobNotFound");
    assertRefused(client.get("/backup/x"), 404, "ContainerNotFound");
  }
}
