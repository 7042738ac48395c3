package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.secret.Password;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET = "azurerm_key_vault_secret";
  private static final String CA = "pgpatroni-ca-certificate";
  private static final String ETCD_CA = "pgpatroni-etcd-ca-certificate";

  @ParameterizedTest
  @ValueSource(strings = {"pgpatroni-1", "pgpatroni-2"})
  void databasesReadTheirOwnCertificateAndThePasswordsOfTheRolesTheyMake(String host) {
    assertThat(Prod.SYNTH)
        .identityOf(host)
        .readsNothingBut(
            "Storage Blob Data Contributor on ${azurerm_storage_container.pgpatroni.id}",
            CA,
            host + "-tls",
            ETCD_CA,
            host + "-etcd-tls",
            "pgpatroni-postgres-password",
            "pgpatroni-replicator-password",
            "pgpatroni-rewind-password",
            "pgpatroni-patroni-rest-password",
            "pgpatroni-pgbouncer-auth-password",
            "pgpatroni-application-password",
            "pgpatroni-backup-cipher-password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgpatroni-pgb-1", "pgpatroni-pgb-2"})
  void poolersReadTheirOwnCertificateAndPgbouncersPasswords(String host) {
    assertThat(Prod.SYNTH)
        .identityOf(host)
        .readsNothingBut(
            CA,
            host + "-tls",
            "pgpatroni-pgbouncer-auth-password",
            "pgpatroni-pgbouncer-admin-password");
  }

  @Test
  void theWitnessReadsItsCertificateAndNoPassword() {
    assertThat(Prod.SYNTH)
        .identityOf("pgpatroni-witness")
        .readsNothingBut(ETCD_CA, "pgpatroni-witness-etcd-tls");
  }

  @Test
  void rightsAreGivenToServicePrincipalsSoThatAzureNeedNotLookThemUp() {
    Assertions.assertThat(Prod.SYNTH.resources("azurerm_role_assignment"))
        .filteredOn(assignment -> assignment.name().contains("-reads-"))
        .extracting(assignment -> assignment.text("principal_type"))
        .containsOnly("ServicePrincipal");
  }

  @ParameterizedTest
  @EnumSource(Password.class)
  void passwordsAreMadeWhileTerraformRunsAndKeptOutOfItsState(Password password) {
    String name = password.secretName("pgpatroni");

    assertThat(Prod.SYNTH)
        .resource(SECRET, name)
        .has("name", name)
        .has("value_wo", "${ephemeral.random_password." + name + ".result}")
        .has("value_wo_version", 1)
        .hasNo("value");
    Assertions.assertThat(Prod.SYNTH.json().at("/ephemeral/random_password/" + name))
        .hasToString("{\"length\":32,\"special\":false}");
  }

  @Test
  void noPasswordIsAnOrdinaryResource() {
    assertThat(Prod.SYNTH).hasNo("random_password");
    Assertions.assertThat(Prod.SYNTH.resources(SECRET))
        .filteredOn(secret -> secret.name().endsWith("-password"))
        .hasSize(Password.values().length)
        .allMatch(secret -> secret.at("value").isMissingNode());
  }

  @Test
  void theTerraformThatKnowsWriteOnlyArgumentsIsAskedFor() {
    Assertions.assertThat(Prod.SYNTH.json().at("/terraform/required_version").asText())
        .isEqualTo(">= 1.11");
  }

  @Test
  void aRaisedVersionWritesNewPasswords() {
    Synth synth = Prod.synthWith(prod -> prod.vault(vault -> vault.passwordVersion(2)));

    Assertions.assertThat(synth.resources(SECRET))
        .filteredOn(secret -> secret.name().endsWith("-password"))
        .filteredOn(secret -> !secret.name().endsWith("-backup-cipher-password"))
        .allMatch(secret -> secret.at("value_wo_version").asInt() == 2)
        .hasSize(Password.values().length - 1);
  }

  @Test
  void aRaisedVersionLeavesTheKeyOfTheBackupsAsItIs() {
    assertThat(Prod.synthWith(prod -> prod.vault(vault -> vault.passwordVersion(2))))
        .resource(SECRET, "pgpatroni-backup-cipher-password")
        .has("value_wo_version", 1);
  }

  @Test
  void certificatesAreTheOnlyOtherSecrets() {
    List<String> others =
        Prod.SYNTH.resources(SECRET).stream()
            .map(Resource::name)
            .filter(name -> !name.endsWith("-password"))
            .toList();

    Assertions.assertThat(others)
        .containsExactlyInAnyOrder(
            CA,
            ETCD_CA,
            "pgpatroni-1-tls",
            "pgpatroni-1-etcd-tls",
            "pgpatroni-2-tls",
            "pgpatroni-2-etcd-tls",
            "pgpatroni-pgb-1-tls",
            "pgpatroni-pgb-2-tls",
            "pgpatroni-witness-etcd-tls",
            "pgpatroni-ssh-private-key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          1;   -ca;   -ca
          1,2; -ca;   -ca,-ca-2
          2,1; -ca-2; -ca,-ca-2
          2;   -ca-2; -ca-2
          """)
  void theFirstVersionOfBothAuthoritiesIssuesAndAllAreTrusted(
      String versions, String issuer, String trusted) {
    List<Integer> numbers = Arrays.stream(versions.split(",")).map(Integer::valueOf).toList();
    Synth synth = Prod.synthWith(prod -> prod.vault(vault -> vault.caVersions(numbers)));

    Assertions.assertThat(synth.resources("tls_locally_signed_cert"))
        .hasSize(7)
        .allMatch(
            host ->
                host.text("ca_cert_pem")
                    .equals(pem("tls_self_signed_cert", authority(host) + issuer, "cert_pem")))
        .allMatch(
            host ->
                host.text("ca_private_key_pem")
                    .equals(pem("tls_private_key", authority(host) + issuer, "private_key_pem")));
    for (String authority : List.of("pgpatroni", "pgpatroni-etcd")) {
      assertThat(synth)
          .resource(SECRET, authority + "-ca-certificate")
          .has(
              "value",
              Arrays.stream(trusted.split(","))
                  .map(name -> pem("tls_self_signed_cert", authority + name, "cert_pem"))
                  .collect(Collectors.joining()));
    }
  }

  private static String authority(Resource certificate) {
    return certificate.name().endsWith("-etcd") ? "pgpatroni-etcd" : "pgpatroni";
  }

  private static String pem(String type, String name, String attribute) {
    return "${%s.%s.%s}".formatted(type, name, attribute);
  }
}
