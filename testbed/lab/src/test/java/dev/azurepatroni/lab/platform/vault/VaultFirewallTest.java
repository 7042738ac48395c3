package dev.azurepatroni.lab.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaultFirewallTest {
  @TempDir Path folder;
  private PlatformFixture lab;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    lab.deployed().role("plain", "plain", Deployed.VAULT, Deployed.USER);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void rules(String action, String subnet, String ranges) {
    String quoted = subnet.isEmpty() ? "" : "'" + subnet + "'";
    lab.deployed().vault("lab-kv", Deployed.acls(action, quoted, ranges));
  }

  private SourceClient.Answer fromDb() throws IOException {
    return lab.read(Deployed.ONE, "pglab-1-tls");
  }

  private SourceClient.Answer fromPlain() throws IOException {
    return lab.read(Deployed.PLAIN_ONE, "pglab-1-tls");
  }

  private void assertShut(SourceClient.Answer answer, String address) throws IOException {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("ForbiddenByFirewall");
    assertThat(answer.json().at("/error/message").asText())
        .contains("Client address: " + address + "\r\n");
  }

  @Test
  void aSubnetWithTheServiceEndpointGetsInByItsRule() throws IOException {
    rules("Deny", Deployed.DB, "");

    assertThat(fromDb().status()).isEqualTo(200);
    assertShut(fromPlain(), "203.0.113.9");
  }

  @Test
  void aSubnetWithoutTheServiceEndpointDoesNotThoughARuleNamesIt() throws IOException {
    rules("Deny", Deployed.PLAIN, "");

    assertShut(fromPlain(), "203.0.113.9");
  }

  @Test
  void aSubnetThatNoRuleNamesIsShutOut() throws IOException {
    rules("Deny", "", "");

    assertShut(fromDb(), Deployed.ONE);
  }

  @Test
  void aSubnetThatLosesItsServiceEndpointIsShutOut() throws IOException {
    rules("Deny", Deployed.DB, "");
    assertThat(fromDb().status()).isEqualTo(200);

    lab.deployed().files().put("azurerm_subnet", Deployed.DB, "{'service_endpoints': []}");

    assertShut(fromDb(), "203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9,     200",
    "203.0.113.9/32,  200",
    "203.0.113.0/24,  200",
    "0.0.0.0/0,       200",
    "203.0.113.8/32,  403",
    "203.0.114.0/24,  403",
    "203.0.113.9/33,  403",
    "127.0.0.8/32,    403",
    "nonsense,        403",
  })
  void othersGetInByTheAddressOfTheirNatGateway(String range, int status) throws IOException {
    rules("Deny", "", "'192.0.2.1/32', '" + range + "'");

    assertThat(fromPlain().status()).isEqualTo(status);
  }

  @Test
  void aRuleForAddressesDoesNotLetASubnetWithTheServiceEndpointIn() throws IOException {
    rules("Deny", "", "'203.0.113.9/32', '127.0.0.1/32'");

    assertShut(fromDb(), Deployed.ONE);
  }

  @Test
  void whoHasNoPublicAddressIsShutOutByRulesForAddresses() throws IOException {
    rules("Deny", "", "'0.0.0.0/0'");
    lab.deployed()
        .files()
        .remove("azurerm_subnet_nat_gateway_association", Deployed.PLAIN + "|natGateway");

    assertShut(fromPlain(), Deployed.PLAIN_ONE);
  }

  @Test
  void withTheDefaultToAllowEverybodyGetsIn() throws IOException {
    rules("Allow", "", "");
    assertThat(fromPlain().status()).isEqualTo(200);

    lab.deployed().vault("lab-kv", "");
    assertThat(fromPlain().status()).isEqualTo(200);
  }

  @Test
  void aVaultWithoutPublicAccessRefusesEveryCaller() throws IOException {
    lab.deployed().vault("lab-kv", ", 'public_network_access_enabled': false");

    assertThat(fromDb().status()).isEqualTo(403);
    assertThat(fromDb().code()).isEqualTo("ForbiddenByConnection");
  }

  @Test
  void aMissingTokenIsReportedFirst() throws IOException {
    rules("Deny", "", "");

    assertThat(lab.read(Deployed.ONE, Deployed.HOST, "pglab-1-tls", "x").status()).isEqualTo(401);
  }
}
