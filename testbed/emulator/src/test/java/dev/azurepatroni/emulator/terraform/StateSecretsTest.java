package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.inventory.StoredResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Searches for the values of secrets after an apply. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateSecretsTest {
  @TempDir static Path folder;
  @TempDir static Path synthesised;
  private Terraform terraform;
  private String printed;

  @BeforeAll
  void deploy() {
    ObjectNode lab = new Synthesis().with("lab", "lab").synthesise(synthesised).get("lab");
    terraform = Terraform.in(folder).configure(lab);
    terraform.init();
    String planned = terraform.run("plan", "-no-color", "-out=plan").succeeded().printed();
    printed = planned + terraform.applyPlan().succeeded().printed();
  }

  @AfterAll
  void close() {
    terraform.close();
  }

  private Map<String, String> passwords() {
    return vault().entrySet().stream()
        .filter(secret -> secret.getKey().endsWith("-password"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Returns the values in the vault by name. */
  private Map<String, String> vault() {
    return new TreeMap<>(
        terraform.inventory().ofType("azurerm_key_vault_secret").stream()
            .collect(
                Collectors.toMap(StoredResource::name, secret -> secret.sensitive().get("value"))));
  }

  @Test
  void passwordsAreRandomAndInTheVault() {
    assertThat(passwords())
        .hasSize(8)
        .allSatisfy((name, value) -> assertThat(value).matches("[A-Za-z0-9]{32}"));
    assertThat(new TreeSet<>(passwords().values())).hasSize(8);
  }

  @Test
  void noPasswordIsInTheStateThePlanTheOutputOrTheLog() throws IOException {
    String state = Files.readString(folder.resolve("terraform.tfstate"));
    String plan = unzipped(folder.resolve("plan"));
    assertThat(state).contains("\"azurerm_key_vault_secret\"");
    assertThat(plan).contains("azurerm_key_vault_secret");
    assertThat(terraform.log()).contains("apply azurerm_key_vault_secret");
    for (String password : passwords().values()) {
      assertThat(state).doesNotContain(password);
      assertThat(plan).doesNotContain(password);
      assertThat(printed).doesNotContain(password);
      assertThat(terraform.log()).doesNotContain(password);
    }
  }

  private static String unzipped(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        text.append(
            new String(
                zip.getInputStream(entries.nextElement()).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  @Test
  void privateKeysAreInTheStateOfTlsTypesAndSecretsOnly() {
    Set<String> types = new TreeSet<>();
    for (JsonNode resource : terraform.state().at("/values/root_module/resources")) {
      if (resource.path("values").toString().contains("PRIVATE KEY")) {
        types.add(resource.path("type").asText());
      }
    }
    assertThat(types)
        .containsExactly(
            "azurerm_key_vault_secret",
            "tls_cert_request",
            "tls_locally_signed_cert",
            "tls_private_key",
            "tls_self_signed_cert");
    assertThat(printed).doesNotContain("PRIVATE KEY");
    assertThat(terraform.log()).doesNotContain("PRIVATE KEY");
  }

  /** The check that hosts make at every connection. */
  @Test
  void opensslAcceptsTheCertificateOfEveryHost() throws IOException, InterruptedException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), vault().get("pglab-ca-certificate"));
    Path etcd =
        Files.writeString(folder.resolve("etcd.pem"), vault().get("pglab-etcd-ca-certificate"));
    List<String> hosts = vault().keySet().stream().filter(name -> name.endsWith("-tls")).toList();
    assertThat(hosts).hasSize(7);
    for (String host : hosts) {
      Path pem = Files.writeString(folder.resolve(host + ".pem"), vault().get(host));
      boolean member = host.endsWith("-etcd-tls");
      String name = host.replaceFirst("(-etcd)?-tls$", "");
      assertThat(
              openssl(
                  "verify",
                  "-x509_strict",
                  "-purpose",
                  member ? "sslclient" : "sslserver",
                  "-verify_hostname",
                  name,
                  "-CAfile",
                  (member ? etcd : ca).toString(),
                  pem.toString()))
          .contains(": OK");
      String inCertificate = openssl("x509", "-in", pem.toString(), "-noout", "-pubkey");
      assertThat(openssl("pkey", "-in", pem.toString(), "-pubout")).isEqualTo(inCertificate);
    }
  }

  private static String openssl(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("openssl").redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  /** Each plan opens new passwords; the vault keeps the old ones until their version is raised. */
  @Test
  void passwordsStayUntilTheirVersionChanges() {
    Map<String, String> before = vault();
    terraform.apply().succeeded();
    assertThat(vault()).isEqualTo(before);
  }
}
