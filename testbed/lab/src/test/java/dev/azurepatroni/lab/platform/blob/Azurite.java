package dev.azurepatroni.lab.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import dev.azurepatroni.lab.platform.web.Certificates;
import dev.azurepatroni.lab.platform.web.LabAuthority;
import dev.azurepatroni.lab.platform.web.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Microsoft's emulator of storage accounts, as a process of Node.js. */
final class Azurite implements AutoCloseable {
  private static final Path SOURCES = Path.of("src/test/azurite");
  private static final Path INSTALLED = Path.of("target/azurite");
  private static final int INSTALL_MINUTES = 5;
  private static final int START_SECONDS = 60;

  private final Process process;
  private final InetSocketAddress address;

  private Azurite(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Installs it once. Returns what went wrong, empty for nothing. */
  static String install() throws Exception {
    Files.createDirectories(INSTALLED);
    Path lock = INSTALLED.resolve("package-lock.json");
    Path done = INSTALLED.resolve("node_modules/.package-lock.json");
    if (Files.exists(done)
        && Files.readString(lock).equals(Files.readString(SOURCES.resolve("package-lock.json")))) {
      return "";
    }
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.writeString(INSTALLED.resolve(file), Files.readString(SOURCES.resolve(file)));
    }
    Path log = INSTALLED.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
      npm.destroyForcibly();
      return "npm ci did not end in %d minutes; see %s".formatted(INSTALL_MINUTES, log);
    }
    return npm.exitValue() == 0 ? "" : "npm ci failed; see " + log;
  }

  /** Starts it with TLS of an authority and the account of the deployment. */
  static Azurite start(Path folder, LabAuthority authority) throws Exception {
    Files.createDirectories(folder);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerCertificate server = authority.issue(List.of(Deployed.BLOB_HOST), List.of(loopback));
    Path key =
        Files.writeString(
            folder.resolve("key.pem"), Certificates.pem(new JcaPKCS8Generator(server.key(), null)));
    Path certificate =
        Files.writeString(folder.resolve("cert.pem"), Certificates.pem(server.chain().get(0)));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                INSTALLED.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
                "--blobHost",
                loopback.getHostAddress(),
                "--blobPort",
                Integer.toString(port),
                "--location",
                folder.toString(),
                "--oauth",
                "basic",
                "--cert",
                certificate.toString(),
                "--key",
                key.toString(),
                "--disableTelemetry",
                "--silent")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("azurite.log").toFile());
    builder.environment().put("AZURITE_ACCOUNTS", "labbak:c2VjcmV0");
    Azurite azurite = new Azurite(builder.start(), new InetSocketAddress(loopback, port));
    azurite.await(folder);
    return azurite;
  }

  private void await(Path folder) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(address);
        return;
      } catch (IOException notYet) {
        assertThat(process.isAlive() && System.nanoTime() < deadline)
            .as(Files.readString(folder.resolve("azurite.log")))
            .isTrue();
        Thread.sleep(100);
      }
    }
  }

  /** A client of the account with a token. */
  BlobClient client(LabAuthority authority, String token) {
    SourceClient http =
        SourceClient.from(Deployed.ONE, address)
            .tls(PlatformFixture.trusting(authority), Deployed.BLOB_HOST);
    return new BlobClient(http, token);
  }

  @Override
  public void close() {
    process.destroy();
    if (process.toHandle().onExit().completeOnTimeout(null, 10, TimeUnit.SECONDS).join() == null) {
      process.destroyForcibly();
    }
  }
}
