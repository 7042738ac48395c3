package dev.azurepatroni.constructs.secrets;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Resource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CertificateTest {
  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<String> HOSTS =
      Prod.HOSTS.stream().filter(host -> !host.equals("pgpatroni-witness")).toList();

  @ParameterizedTest
  @CsvSource({
    "pgpatroni-1,     10.50.1.4, 10.50.1.10",
    "pgpatroni-2,     10.50.1.5, 10.50.1.10",
    "pgpatroni-pgb-1, 10.50.1.6, 10.50.1.11",
    "pgpatroni-pgb-2, 10.50.1.7, 10.50.1.11"
  })
  void aCertificateIsGoodForTheHostAndForTheEndpointItStandsBehind(
      String host, String address, String endpoint) {
    assertThat(Prod.SYNTH)
        .resource("tls_cert_request", host)
        .has("subject.common_name", host)
        .has("dns_names", List.of(host, "localhost"))
        .has("ip_addresses", List.of(address, "127.0.0.1", endpoint));
  }

  @ParameterizedTest
  @CsvSource({
    "pgpatroni-1,       10.50.1.4",
    "pgpatroni-2,       10.50.1.5",
    "pgpatroni-witness, 10.50.1.9"
  })
  void etcdMembersHaveACertificateOfEtcdsAuthorityWithTheNameByWhichPeersKnowThem(
      String host, String address) {
    String member = host + "-etcd";
    assertThat(Prod.SYNTH)
        .resource("tls_cert_request", member)
        .has("subject.common_name", "pgpatroni-etcd")
        .has("dns_names", List.of(host, "localhost"))
        .has("ip_addresses", List.of(address, "127.0.0.1"))
        .refers("private_key_pem", "tls_private_key." + member);
    assertThat(Prod.SYNTH)
        .resource("tls_locally_signed_cert", member)
        .refers("ca_cert_pem", "tls_self_signed_cert.pgpatroni-etcd-ca")
        .refers("ca_private_key_pem", "tls_private_key.pgpatroni-etcd-ca")
        .has(
            "allowed_uses",
            List.of("digital_signature", "key_encipherment", "server_auth", "client_auth"));
    assertThat(Prod.SYNTH)
        .resource("azurerm_key_vault_secret", member + "-tls")
        .refers("value", "tls_locally_signed_cert." + member, "tls_private_key." + member);
  }

  @Test
  void etcdsAuthorityIssuesForNobodyElse() {
    Assertions.assertThat(Prod.SYNTH.resources("tls_locally_signed_cert"))
        .filteredOn(one -> one.text("ca_cert_pem").contains("pgpatroni-etcd-ca"))
        .extracting(Resource::name)
        .containsExactlyInAnyOrder(
            "pgpatroni-1-etcd", "pgpatroni-2-etcd", "pgpatroni-witness-etcd");
  }

  @Test
  void aHostThatIsNamedLikeAnothersEtcdMemberIsRefused() {
    Assertions.assertThatThrownBy(
            () ->
                Prod.synthWith(
                    prod ->
                        prod.poolers(
                            poolers -> poolers.external(Map.of("pgpatroni-1-etcd", "10.60.0.4")))))
        .hasMessageContaining("the stack has a second certificate pgpatroni-1-etcd");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void everyHostHasAKeyOfItsOwnSignedByTheClustersAuthority(String host) {
    assertThat(Prod.SYNTH)
        .resource("tls_private_key", host)
        .has("algorithm", "ECDSA")
        .has("ecdsa_curve", "P256");
    assertThat(Prod.SYNTH)
        .resource("tls_cert_request", host)
        .refers("private_key_pem", "tls_private_key." + host);
    assertThat(Prod.SYNTH)
        .resource("tls_locally_signed_cert", host)
        .refers("ca_cert_pem", "tls_self_signed_cert.pgpatroni-ca")
        .refers("ca_private_key_pem", "tls_private_key.pgpatroni-ca")
        .refers("cert_request_pem", "tls_cert_request." + host)
        .has("allowed_uses", List.of("digital_signature", "key_encipherment", "server_auth"));
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void certificateAndKeyAreOneSecret(String host) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_key_vault_secret", host + "-tls")
        .refers("value", "tls_locally_signed_cert." + host, "tls_private_key." + host);
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void certificatesAreRenewedHalfAYearBeforeTheyExpire(String host) {
    assertThat(Prod.SYNTH)
        .resource("tls_locally_signed_cert", host)
        .has("validity_period_hours", 17_520)
        .has("early_renewal_hours", 4_320);
  }

  @Test
  void theAuthoritysKeyLeavesTerraformForNowhere() {
    assertThat(Prod.SYNTH)
        .resource("tls_self_signed_cert", "pgpatroni-ca")
        .has("is_ca_certificate", true)
        .has("allowed_uses", List.of("cert_signing", "crl_signing"));
    assertThat(Prod.SYNTH)
        .resource("azurerm_key_vault_secret", "pgpatroni-ca-certificate")
        .refers("value", "tls_self_signed_cert.pgpatroni-ca");
  }
}
