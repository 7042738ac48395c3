package dev.azurepatroni.lab.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlatformTest {
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

  private static void assertFree(InetSocketAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
    }
  }

  @Test
  void hostsFindItAtAzuresAddresses() {
    assertThat(PlatformAddresses.ofHosts())
        .hasToString(
            "PlatformAddresses[metadata=/169.254.169.254:80, vault=/192.0.2.10:443,"
                + " blob=/192.0.2.30:443, names=/168.63.129.16:53, mirror=/192.0.2.20:80]");
  }

  @Test
  void theLogShowsWhoReadWhatAndNeitherTokenNorValue() throws IOException {
    String token = lab.token(Deployed.TWO);
    lab.read(Deployed.TWO, Deployed.HOST, "pglab-2-tls", token);
    lab.read(Deployed.TWO, Deployed.HOST, "pglab-1-tls", token);
    lab.mirror(Deployed.STRANGER).get("/a?b=c");

    assertThat(lab.log().lines().map(one -> one.substring(one.indexOf(' ') + 1)))
        .containsExactly(
            "metadata 127.0.0.5 pglab-2 GET /metadata/identity/oauth2/token 200",
            "vault 127.0.0.5 pglab-2 GET /secrets/pglab-2-tls 200",
            "vault 127.0.0.5 pglab-2 GET /secrets/pglab-1-tls 403",
            "mirror 127.0.0.99 - GET /a 404");
    assertThat(lab.log().lines())
        .allMatch(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z .*"));
  }

  @Test
  void oneConnectionToTheVaultServesManyRequests() throws IOException {
    assertThat(
            lab.vault(Deployed.ONE, Deployed.HOST)
                .getAll(Collections.nCopies(20, "/secrets/x?api-version=7.4")))
        .hasSize(20)
        .allMatch(one -> one.status() == 401);
  }

  @Test
  void aServiceThatFailsSaysSoAndGoesOn() throws IOException {
    Path broken = folder.resolve("inventory/azurerm_subnet/broken.json");
    Files.writeString(broken, "a secret");
    SourceClient.Answer answer =
        lab.metadata(Deployed.ONE)
            .get("/metadata/instance?api-version=2021-08-01", Map.of("Metadata", "true"));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("a secret");

    Files.delete(broken);
    assertThat(
            lab.metadata(Deployed.ONE)
                .get("/metadata/instance?api-version=2021-08-01", Map.of("Metadata", "true"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void closingItFreesItsAddresses() throws IOException {
    PlatformAddresses addresses = lab.addresses();
    lab.close();

    assertFree(addresses.metadata());
    assertFree(addresses.vault());
    assertFree(addresses.blob());
    assertFree(addresses.mirror());
    assertFree(addresses.names());
    new DatagramSocket(addresses.names()).close();
  }

  @Test
  void itStartsAgainWhereItWas() throws IOException {
    PlatformAddresses addresses = lab.addresses();
    lab.mirror(Deployed.ONE).get("/");
    lab.close();

    try (Platform again = Platform.start(lab.setup(addresses))) {
      assertThat(again.addresses()).isEqualTo(addresses);
      assertThat(lab.mirror(Deployed.ONE).get("/").status()).isEqualTo(404);
    }
  }

  @Test
  void ifOneAddressIsTakenNoneIsKept() throws IOException {
    PlatformAddresses was = lab.addresses();
    lab.close();
    try (ServerSocket other = new ServerSocket()) {
      other.bind(was.names());
      assertThatThrownBy(() -> Platform.start(lab.setup(was))).isInstanceOf(BindException.class);
      assertFree(was.metadata());
      assertFree(was.vault());
      assertFree(was.blob());
      assertFree(was.mirror());
    }
  }
}
