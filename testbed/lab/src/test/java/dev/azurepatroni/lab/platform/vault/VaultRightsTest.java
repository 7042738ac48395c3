package dev.azurepatroni.lab.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultRightsTest {
  private static final String OWN = Deployed.VAULT + "/secrets/pglab-1-tls";

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

  private void assertForbidden(SourceClient.Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("ForbiddenByRbac");
  }

  @Test
  void aHostReadsItsOwnSecret() throws IOException {
    SourceClient.Answer answer = lab.read(Deployed.ONE, "pglab-1-tls");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("value").asText()).isEqualTo("first's key");
  }

  @Test
  void anotherHostsSecretIsForbiddenWithWhoAndWhat() throws IOException {
    SourceClient.Answer answer = lab.read(Deployed.TWO, "pglab-1-tls");

    assertForbidden(answer);
    JsonNode error = answer.json().path("error");
    assertThat(error.path("code").asText()).isEqualTo("Forbidden");
    assertThat(error.path("message").asText())
        .contains("appid=app-pglab-2;oid=oid-pglab-2", "getSecret/action", OWN, "not found");
    assertThat(answer.body()).doesNotContain("first's key");
  }

  @Test
  void aSecretThatIsNotThereIsForbiddenTooToWhomItIsNotOpen() throws IOException {
    assertForbidden(lab.read(Deployed.ONE, "none"));
  }

  @Test
  void aScopeEndsWhereANameEnds() throws IOException {
    lab.deployed().role("one", "pglab-1", Deployed.VAULT + "/secrets/pglab-1", Deployed.USER);

    assertThat(lab.read(Deployed.ONE, "pglab-1").status()).isEqualTo(200);
    assertForbidden(lab.read(Deployed.ONE, "pglab-1-tls"));
  }

  @Test
  void aRoleForTheVaultOpensEverySecretOfItAndNoneOfAnother() throws IOException {
    lab.deployed().role("one", "pglab-1", Deployed.VAULT, Deployed.USER);

    assertThat(lab.read(Deployed.ONE, "pglab-1-tls").status()).isEqualTo(200);
    assertThat(lab.read(Deployed.ONE, "pglab-2-tls").status()).isEqualTo(200);
    assertForbidden(
        lab.read(Deployed.ONE, Deployed.OTHER_HOST, "pglab-1-tls", lab.token(Deployed.ONE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/subscriptions/sub-0",
        Deployed.GROUP,
        Deployed.GROUP + "/",
        Deployed.VAULT,
        Deployed.VAULT + "/secrets/pglab-1-tls"
      })
  void everyScopeAboveTheSecretOpensIt(String scope) throws IOException {
    lab.deployed().role("one", "pglab-1", scope.toUpperCase(Locale.ROOT), Deployed.USER);

    assertThat(lab.read(Deployed.ONE, "pglab-1-tls").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/subscriptions/sub",
        Deployed.GROUP + "-2",
        Deployed.VAULT + "/secrets/pglab-1-tls/versions/v1",
        Deployed.VAULT + "/keys/pglab-1-tls"
      })
  void aScopeBesideTheSecretDoesNot(String scope) throws IOException {
    lab.deployed().role("one", "pglab-1", scope, Deployed.USER);

    assertForbidden(lab.read(Deployed.ONE, "pglab-1-tls"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4633458b-17de-408a-b874-0445c86b69e6",
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        "00482A5A-887F-4FB3-B363-3B7FE8E74483"
      })
  void rolesThatReadValuesAreKnownByTheirId(String role) throws IOException {
    lab.deployed().role("one", "pglab-1", OWN, Deployed.ROLES + role);

    assertThat(lab.read(Deployed.ONE, "pglab-1-tls").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Key Vault Secrets User", "Key Vault Secrets Officer", "Key Vault Administrator"})
  void rolesThatReadValuesAreKnownByTheirName(String role) throws IOException {
    lab.deployed().roleByName("one", "pglab-1", OWN, role);

    assertThat(lab.read(Deployed.ONE, "pglab-1-tls").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Owner", "Key Vault Reader", "Key Vault", "Key Vault Secrets User 2"})
  void otherRolesReadNoValue(String role) throws IOException {
    lab.deployed().roleByName("one", "pglab-1", OWN, role);

    assertForbidden(lab.read(Deployed.ONE, "pglab-1-tls"));
  }

  @Test
  void readerByIdReadsNoValue() throws IOException {
    String reader = "21090545-7ca7-4776-b22c-e363652d74d2";
    lab.deployed().role("one", "pglab-1", OWN, Deployed.ROLES + reader);

    assertForbidden(lab.read(Deployed.ONE, "pglab-1-tls"));
  }

  @Test
  void aRoleTakenAwayIsHonouredWithTheTokenOfBefore() throws IOException {
    String token = lab.token(Deployed.ONE);
    assertThat(lab.read(Deployed.ONE, Deployed.HOST, "pglab-1-tls", token).status()).isEqualTo(200);

    lab.deployed().files().remove("azurerm_role_assignment", "/roles/one");

    assertForbidden(lab.read(Deployed.ONE, Deployed.HOST, "pglab-1-tls", token));
  }

  @Test
  void aVaultWithPoliciesAsksForNoRole() throws IOException {
    String policy =
        ", 'rbac_authorization_enabled': false, 'access_policy': [{'object_id': 'oid-pglab-2',"
            + " 'secret_permissions': ['List', 'Get']}, {'object_id': 'oid-many-a',"
            + " 'secret_permissions': ['List']}]";
    lab.deployed().vault("lab-kv", policy);

    assertThat(lab.read(Deployed.TWO, "pglab-1-tls").status()).isEqualTo(200);
    SourceClient.Answer refused = lab.read(Deployed.ONE, "pglab-1-tls");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("AccessDenied");
  }

  @Test
  void aPolicyWithoutGetReadsNothing() throws IOException {
    lab.deployed()
        .vault(
            "lab-kv",
            ", 'rbac_authorization_enabled': false, 'access_policy': [{'object_id': 'oid-pglab-1',"
                + " 'secret_permissions': ['List', 'Set']}]");

    assertThat(lab.read(Deployed.ONE, "pglab-1-tls").code()).isEqualTo("AccessDenied");
  }
}
