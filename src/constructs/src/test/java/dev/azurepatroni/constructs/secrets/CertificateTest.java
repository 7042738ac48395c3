package dev.azurepatroni.constructs.secrets;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CertificateTest {
  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<String> HOSTS = Prod.HOSTS;

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

  @Test
  void theWitnessStandsBehindNoEndpoint() {
    assertThat(Prod.SYNTH)
        .resource("tls_cert_request", "pgpatroni-witness")
        .has("ip_addresses", List.of("10.50.1.9", "127.0.0.1"));
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
        .has(
            "allowed_uses",
            List.of("digital_signature", "key_encipherment", "server_auth", "client_auth"));
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
