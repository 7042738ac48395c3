package dev.azurepatroni.lab.platform;

import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.caller.Identity;
import dev.azurepatroni.lab.platform.metadata.TokenEndpoint;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.LabAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The platform of a small deployment, on free ports of this machine, with clients that are VMs. */
public final class PlatformFixture implements AutoCloseable {
  private static final String TOKEN = TokenEndpoint.PATH + "?api-version=2018-02-01&resource=";

  private final Path folder;
  private final Deployed deployed;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Platform platform;

  private PlatformFixture(Path folder) {
    this.folder = folder;
    this.deployed = Deployed.in(folder.resolve("inventory"));
  }

  public static PlatformFixture start(Path folder) throws IOException {
    PlatformFixture lab = new PlatformFixture(folder);
    Files.createDirectories(lab.packages());
    lab.platform = Platform.start(lab.setup(free()));
    return lab;
  }

  public static PlatformAddresses free() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new PlatformAddresses(any, any, any, any, any);
  }

  public Platform.Setup setup(PlatformAddresses wanted) throws IOException {
    return new Platform.Setup(
        wanted,
        LiveInventory.open(folder.resolve("inventory")),
        folder.resolve("state"),
        packages(),
        blobs(),
        new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  public void restart() throws IOException {
    platform.close();
    platform = Platform.start(setup(free()));
  }

  public Deployed deployed() {
    return deployed;
  }

  public PlatformAddresses addresses() {
    return platform.addresses();
  }

  public Path packages() {
    return folder.resolve("packages");
  }

  public Path blobs() {
    return folder.resolve("blobs");
  }

  public LabAuthority authority() throws IOException {
    return Platform.authority(folder.resolve("state"));
  }

  public String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  public SourceClient metadata(String source) {
    return SourceClient.from(source, addresses().metadata());
  }

  public SourceClient mirror(String source) {
    return SourceClient.from(source, addresses().mirror());
  }

  public SourceClient vault(String source, String host) throws IOException {
    return SourceClient.from(source, addresses().vault()).tls(trusting(authority()), host);
  }

  public SourceClient blob(String source, String host) throws IOException {
    return SourceClient.from(source, addresses().blob()).tls(trusting(authority()), host);
  }

  public static SSLContext trusting(LabAuthority authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setCertificateEntry("lab", authority.certificate());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token that a VM gets for a resource. */
  public String token(String source, String resource) throws IOException {
    SourceClient.Answer answer =
        metadata(source).get(TOKEN + resource.replace("/", "%2F"), Map.of("Metadata", "true"));
    return answer.json().path("access_token").asText();
  }

  /** A VM's token for vaults. */
  public String token(String source) throws IOException {
    return token(source, "https://vault.azure.net");
  }

  /** A token of VM one as it was issued some time ago. */
  public String oldToken(Duration age) throws IOException {
    Clock then = Clock.fixed(Instant.now().minus(age), ZoneOffset.UTC);
    Tokens tokens = Tokens.open(folder.resolve("state/token.key"), then);
    return tokens.issue(
        tokens.claims(
            new Identity("", "oid-pglab-1", "app-pglab-1", Deployed.TENANT),
            "https://vault.azure.net"));
  }

  /** A VM reads a secret of the vault with a token of its own. */
  public SourceClient.Answer read(String source, String secret) throws IOException {
    return read(source, Deployed.HOST, secret, token(source));
  }

  public SourceClient.Answer read(String source, String host, String secret, String token)
      throws IOException {
    return vault(source, host)
        .get("/secrets/" + secret + "?api-version=7.4", Map.of("Authorization", "Bearer " + token));
  }

  @Override
  public void close() {
    platform.close();
  }
}
