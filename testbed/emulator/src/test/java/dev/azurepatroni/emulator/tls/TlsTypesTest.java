package dev.azurepatroni.emulator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks keys and certificates with openssl and ssh-keygen. */
class TlsTypesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static OperationResult create(Clock clock, String type, Map<String, Value> arguments) {
    ResourceType resource = new TlsProvider(clock).resources().get(type);
    Value planned =
        ProviderSchema.load("tls").resources().get(type).type().conform(Value.of(arguments));
    for (Map.Entry<String, Value> preset : resource.defaults().entrySet()) {
      if (planned.fields().containsKey(preset.getKey()) && planned.at(preset.getKey()).isNull()) {
        planned = planned.with(preset.getKey(), preset.getValue());
      }
    }
    return resource.create(planned, planned);
  }

  private static Value made(String type, Map<String, Value> arguments) {
    OperationResult result = create(Clock.fixed(NOW, ZoneOffset.UTC), type, arguments);
    assertThat(result.diagnostics()).isEmpty();
    return result.state();
  }

  private static Value key(String algorithm, String curve) {
    return made(
        "tls_private_key",
        Map.of("algorithm", Value.of(algorithm), "ecdsa_curve", Value.of(curve)));
  }

  private Path file(String name, Value value) throws IOException {
    Path file = Files.writeString(folder.resolve(name), ((Value.Text) value).text());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, P224",
    "ECDSA, P224",
    "ECDSA, P256",
    "ECDSA, P384",
    "ECDSA, P521",
    "ED25519, P224"
  })
  void allFormatsHaveTheSameKey(String algorithm, String curve) throws Exception {
    Value key = key(algorithm, curve);
    String open = key.text("public_key_pem").orElseThrow();
    for (String form : List.of("private_key_pem", "private_key_pem_pkcs8")) {
      assertThat(run("openssl", "pkey", "-in", file(form, key.at(form)).toString(), "-pubout"))
          .isEqualTo(open);
    }
    assertThat(Keys.parse(key.text("private_key_pem_pkcs8").orElseThrow(), "").publicPem())
        .isEqualTo(open);
    assertThat(Keys.parse(key.text("private_key_pem").orElseThrow(), "").algorithm())
        .isEqualTo(algorithm);
    String ssh = key.text("public_key_openssh").orElseThrow();
    if (curve.equals("P224") && algorithm.equals("ECDSA")) {
      assertThat(ssh).as("OpenSSH does not support P224").isEmpty();
      return;
    }
    assertThat(run("ssh-keygen", "-y", "-f", file("ssh", key.at("private_key_openssh")).toString()))
        .startsWith(ssh.strip());
    assertThat(
            run("ssh-keygen", "-l", "-f", file("ssh.pub", key.at("public_key_openssh")).toString()))
        .contains(key.text("public_key_fingerprint_sha256").orElseThrow());
    assertThat(run("ssh-keygen", "-l", "-E", "md5", "-f", folder.resolve("ssh.pub").toString()))
        .contains("MD5:" + key.text("public_key_fingerprint_md5").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"RSA, P224", "ECDSA, P256", "ECDSA, P521", "ED25519, P224"})
  void opensslVerifiesTheChain(String algorithm, String curve) throws Exception {
    Value authorityKey = key(algorithm, curve);
    Value authority =
        made(
            "tls_self_signed_cert",
            Map.of(
                "private_key_pem", authorityKey.at("private_key_pem"),
                "subject",
                    Value.of(
                        List.of(
                            Value.of(
                                Map.of(
                                    "common_name",
                                    Value.of("the authority"),
                                    "organization",
                                    Value.of("us"))))),
                "allowed_uses", Value.texts(List.of("cert_signing", "crl_signing")),
                "is_ca_certificate", Value.of(true),
                "set_subject_key_id", Value.of(true),
                "validity_period_hours", Value.of(48)));
    Value request =
        made(
            "tls_cert_request",
            Map.of(
                "private_key_pem", key(algorithm, curve).at("private_key_pem"),
                "subject", Value.of(List.of(Value.of(Map.of("common_name", Value.of("host"))))),
                "dns_names", Value.texts(List.of("host", "localhost")),
                "ip_addresses", Value.texts(List.of("10.50.1.4", "::1"))));
    Value certificate =
        made(
            "tls_locally_signed_cert",
            Map.of(
                "cert_request_pem", request.at("cert_request_pem"),
                "ca_private_key_pem", authorityKey.at("private_key_pem"),
                "ca_cert_pem", authority.at("cert_pem"),
                "allowed_uses",
                    Value.texts(List.of("digital_signature", "server_auth", "client_auth")),
                "set_subject_key_id", Value.of(true),
                "validity_period_hours", Value.of(24)));

    assertThat(
            run(
                "openssl",
                "req",
                "-verify",
                "-noout",
                "-in",
                file("csr", request.at("cert_request_pem")).toString()))
        .contains("OK");
    String ca = file("ca", authority.at("cert_pem")).toString();
    String leaf = file("leaf", certificate.at("cert_pem")).toString();
    String then = String.valueOf(NOW.plus(Duration.ofHours(1)).getEpochSecond());
    assertThat(
            run(
                "openssl",
                "verify",
                "-x509_strict",
                "-attime",
                then,
                "-purpose",
                "sslserver",
                "-verify_ip",
                "10.50.1.4",
                "-CAfile",
                ca,
                leaf))
        .contains(": OK");
    assertThat(
            run(
                "openssl",
                "x509",
                "-in",
                leaf,
                "-noout",
                "-ext",
                "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints"))
        .contains(
            "DNS:host, DNS:localhost, IP Address:10.50.1.4, IP Address:0:0:0:0:0:0:0:1",
            "Digital Signature",
            "TLS Web Server Authentication, TLS Web Client Authentication",
            "CA:FALSE");
    assertThat(certificate.text("validity_end_time")).contains("2026-01-02T00:00:00Z");
    assertThat(authority.text("key_algorithm")).contains(algorithm);
  }

  @Test
  void anInvalidKeyIsReportedWithItsArgument() {
    OperationResult result =
        create(
            Clock.systemUTC(), "tls_cert_request", Map.of("private_key_pem", Value.of("nothing")));
    assertThat(result.isFailure()).isTrue();
    assertThat(result.diagnostics().get(0).path().names()).isEqualTo("private_key_pem");
    assertThat(result.diagnostics().get(0).summary()).isEqualTo("Failed to parse private key PEM");
  }

  @ParameterizedTest
  @CsvSource({"23, false", "25, true"})
  void aCertificateIsReplacedBeforeItExpires(int hoursLater, boolean replaced) {
    Value certificate =
        made(
            "tls_self_signed_cert",
            Map.of(
                "private_key_pem", key("ECDSA", "P256").at("private_key_pem"),
                "subject", Value.of(List.of(Value.of(Map.of("common_name", Value.of("host"))))),
                "allowed_uses", Value.texts(List.of("server_auth")),
                "early_renewal_hours", Value.of(24),
                "validity_period_hours", Value.of(48)));
    Clock later = Clock.fixed(NOW.plus(Duration.ofHours(hoursLater)), ZoneOffset.UTC);
    ResourceType type = new TlsProvider(later).resources().get("tls_self_signed_cert");
    ResourcePlan plan =
        type.refine(new ResourcePlan(certificate, certificate, certificate, Set.of(), List.of()));

    assertThat(type.read(certificate).state().isTrue("ready_for_renewal")).isEqualTo(replaced);
    assertThat(!plan.replaces().isEmpty()).isEqualTo(replaced);
    assertThat(plan.planned().at("ready_for_renewal").isUnknown()).isEqualTo(replaced);
  }
}
