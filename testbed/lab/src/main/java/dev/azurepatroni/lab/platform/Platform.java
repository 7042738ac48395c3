package dev.azurepatroni.lab.platform;

import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.blob.BlobServer;
import dev.azurepatroni.lab.platform.blob.StorageAccount;
import dev.azurepatroni.lab.platform.caller.AccessLog;
import dev.azurepatroni.lab.platform.metadata.InstanceMetadata;
import dev.azurepatroni.lab.platform.metadata.TokenEndpoint;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.names.NameServer;
import dev.azurepatroni.lab.platform.names.NameSockets;
import dev.azurepatroni.lab.platform.names.NameTable;
import dev.azurepatroni.lab.platform.vault.Vault;
import dev.azurepatroni.lab.platform.vault.VaultEndpoint;
import dev.azurepatroni.lab.platform.web.HostKeys;
import dev.azurepatroni.lab.platform.web.LabAuthority;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLContext;

/**
 * The services that Azure gives to VMs, and the lab's package mirror, all in this process. What is
 * deployed may change while they run. Java has to be started with {@code
 * -Djdk.net.hosts.file=/etc/hosts}, or the JDK's server looks up the name of each client of TLS.
 */
public final class Platform implements AutoCloseable {
  private final Deque<AutoCloseable> running;
  private final PlatformAddresses addresses;

  /**
   * What the services need.
   *
   * @param addresses where they listen
   * @param inventory what is deployed
   * @param state a folder for the authority and the key of tokens, kept from start to start
   * @param packages the folder that the mirror shows
   * @param blobs a folder for the blobs of storage accounts, kept from start to start
   * @param log a line for each request
   */
  public record Setup(
      PlatformAddresses addresses,
      LiveInventory inventory,
      Path state,
      Path packages,
      Path blobs,
      PrintStream log) {}

  private Platform(Deque<AutoCloseable> running, PlatformAddresses addresses) {
    this.running = running;
    this.addresses = addresses;
  }

  /**
   * Starts them all, or none.
   *
   * @throws IOException if an address is taken or not this machine's, or the state cannot be used
   * @throws IllegalStateException if Java was started without the option
   */
  public static Platform start(Setup setup) throws IOException {
    Deque<AutoCloseable> running = new ArrayDeque<>();
    try {
      return new Platform(running, start(setup, running));
    } catch (IOException | RuntimeException e) {
      running.forEach(Platform::end);
      throw e;
    }
  }

  private static PlatformAddresses start(Setup setup, Deque<AutoCloseable> running)
      throws IOException {
    Clock clock = Clock.systemUTC();
    LiveInventory inventory = setup.inventory();
    PlatformAddresses wanted = setup.addresses();
    Tokens tokens = Tokens.open(setup.state().resolve("token.key"), clock);
    AccessLog log = new AccessLog(setup.log(), inventory, clock);

    InstanceMetadata instances = new InstanceMetadata(inventory, new TokenEndpoint(tokens));
    WebServer metadata = WebServer.http("metadata", wanted.metadata(), instances, log);
    running.push(metadata);

    VaultEndpoint secrets = new VaultEndpoint(inventory, tokens, clock);
    LabAuthority authority = authority(setup.state());
    SSLContext vaults =
        HostKeys.context(
            () -> Vault.all(inventory.current()).stream().map(Vault::host).toList(),
            authority,
            wanted.vault().getAddress());
    WebServer vault = WebServer.https("vault", wanted.vault(), vaults, secrets, log);
    running.push(vault);

    SSLContext accounts =
        HostKeys.context(
            () ->
                StorageAccount.all(inventory.current()).stream().map(StorageAccount::host).toList(),
            authority,
            wanted.blob().getAddress());
    BlobServer blob =
        BlobServer.start(
            new BlobServer.Setup(inventory, tokens, accounts, setup.blobs(), log, clock),
            wanted.blob());
    running.push(blob);

    PackageMirror packages = new PackageMirror(setup.packages());
    WebServer mirror = WebServer.http("mirror", wanted.mirror(), packages, log);
    running.push(mirror);

    NameTable table =
        new NameTable(
            vault.address().getAddress(),
            blob.address().getAddress(),
            mirror.address().getAddress());
    NameServer server = new NameServer(inventory, table, log);
    NameSockets names = NameSockets.open(wanted.names(), server::answer);
    running.push(names);

    return new PlatformAddresses(
        metadata.address(), vault.address(), blob.address(), names.address(), mirror.address());
  }

  /** The authority of a state folder, which the hosts' image has to trust. */
  public static LabAuthority authority(Path state) throws IOException {
    return LabAuthority.open(state.resolve("authority"));
  }

  /** Where the services listen, with the ports that were free. */
  public PlatformAddresses addresses() {
    return addresses;
  }

  /** Ends them all. Connections are cut. */
  @Override
  public void close() {
    running.forEach(Platform::end);
  }

  private static void end(AutoCloseable service) {
    try {
      service.close();
    } catch (Exception e) {
      // An end that fails leaves nothing to do: the sockets go with the process.
    }
  }
}
