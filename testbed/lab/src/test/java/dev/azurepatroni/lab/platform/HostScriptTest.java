package dev.azurepatroni.lab.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.web.LabAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host agent fetches secrets, with nothing changed but where two addresses lead. */
final class HostScriptTest {
  private static final Path AGENT = Path.of("../../src/hostagent").toAbsolutePath().normalize();

  /** It calls from 127.0.0.1, which is VM one. */
  private static final String PROGRAM =
      """
      import json, socket, ssl, sys, time
      folder, metadata, keys = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      sys.dont_write_bytecode = True
      sys.path.insert(0, folder)
      from azure_patroni import vault as script
      from azure_patroni.failure import Failure
      ports = {"169.254.169.254": metadata, "lab-kv.vault.azure.net": keys}
      real = socket.create_connection
      socket.create_connection = lambda address, *rest, **more: real(
          ("127.0.0.1", ports[address[0]]), *rest, **more)
      # What Python 3.13 of the hosts demands of a certificate, this one may not yet.
      default = ssl.create_default_context
      def strict():
          context = default()
          context.verify_flags |= ssl.VERIFY_X509_STRICT
          return context
      ssl.create_default_context = strict
      vault = "https://lab-kv.vault.azure.net"
      ignore = lambda message: None
      try:
          print(json.dumps(script.fetch_all("pglab-1", vault, json.loads(sys.argv[4]), time.monotonic(), ignore)))
      except Failure as failure:
          sys.exit(str(failure))
      """;

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

  private record Ran(int status, String output) {}

  private Ran fetch(String secrets, Path authority) throws Exception {
    ProcessBuilder python =
        new ProcessBuilder(
                "python3",
                "-c",
                PROGRAM,
                AGENT.toString(),
                Integer.toString(lab.addresses().metadata().getPort()),
                Integer.toString(lab.addresses().vault().getPort()),
                secrets)
            .redirectErrorStream(true)
            .directory(folder.toFile());
    python.environment().put("SSL_CERT_FILE", authority.toString());
    Process process = python.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @Test
  void itGetsTheHostsSecrets() throws Exception {
    lab.deployed().role("more", "pglab-1", Deployed.VAULT + "/secrets/pglab-1", Deployed.USER);

    Ran ran =
        fetch(
            "{\"tls\": \"pglab-1-tls\", \"more\": \"pglab-1\"}", lab.authority().certificateFile());

    assertThat(ran.output()).isEqualTo("{\"tls\": \"first's key\", \"more\": \"first's value\"}\n");
    assertThat(ran.status()).isZero();
  }

  @Test
  void itIsRefusedAnotherHosts() throws Exception {
    Ran ran = fetch("{\"tls\": \"pglab-2-tls\"}", lab.authority().certificateFile());

    assertThat(ran.output())
        .contains(
            "secret pglab-2-tls in https://lab-kv.vault.azure.net: HTTP 403: give the host's");
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  void itTrustsNoOtherAuthority() throws Exception {
    Path other = LabAuthority.open(folder.resolve("other")).certificateFile();

    Ran ran = fetch("{\"tls\": \"pglab-1-tls\"}", other);

    assertThat(ran.output()).contains("its certificate is not accepted");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(lab.log()).doesNotContain("vault 127.0.0.1");
  }
}
