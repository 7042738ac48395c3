package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.caller.AccessLog;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import javax.net.ssl.SSLContext;

/** The service on its address, as the fault of the lab says: a thread looks at it. */
public final class BlobServer implements AutoCloseable {
  private static final String NAME = "blob";
  private static final int POLL_MILLIS = 100;

  private final InetSocketAddress address;
  private final BlobFaults wanted;
  private final Listening listening;
  private final Thread follower;
  private volatile BlobFault fault = BlobFault.NONE;
  private AutoCloseable open;

  /** Opens the web server at an address. */
  private interface Listening {
    WebServer at(InetSocketAddress address) throws IOException;
  }

  private BlobServer(Setup setup, InetSocketAddress address) throws IOException {
    BlobEndpoint endpoint =
        BlobEndpoint.open(
            setup.inventory(), setup.tokens(), setup.folder(), () -> fault, setup.clock());
    this.listening = at -> WebServer.https(NAME, at, setup.tls(), endpoint, setup.log());
    this.wanted = new BlobFaults(setup.folder());
    WebServer server = listening.at(address);
    this.open = server;
    this.address = server.address();
    this.follower = new Thread(this::follow, NAME + "-fault");
    follower.setDaemon(true);
  }

  /**
   * What the service needs.
   *
   * @param inventory what is deployed
   * @param tokens that it accepts
   * @param tls with the accounts' names
   * @param folder for blobs and fault, kept from start to start
   * @param log a line for each request
   * @param clock of versions and tokens
   */
  public record Setup(
      LiveInventory inventory,
      Tokens tokens,
      SSLContext tls,
      Path folder,
      AccessLog log,
      Clock clock) {}

  /** Starts it. */
  public static BlobServer start(Setup setup, InetSocketAddress address) throws IOException {
    BlobServer server = new BlobServer(setup, address);
    server.wanted.follows(BlobFault.NONE);
    server.follower.start();
    return server;
  }

  /** Where it listens, or would. */
  public InetSocketAddress address() {
    return address;
  }

  private void follow() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        follow(wanted.wanted());
      } catch (IOException e) {
        // Tried again: a socket may be in use for a moment.
        System.err.println("the fault of the blob service is not followed: " + e.getMessage());
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  private synchronized void follow(BlobFault next) throws IOException {
    if (next.equals(fault)) {
      return;
    }
    boolean same = listens(next.kind()).equals(listens(fault.kind())) && open != null;
    if (!same) {
      end();
      open = open(next.kind());
    }
    fault = next;
    wanted.follows(next);
  }

  /** The kind that decides what listens: all others are answers. */
  private static BlobFault.Kind listens(BlobFault.Kind kind) {
    return kind == BlobFault.Kind.GONE || kind == BlobFault.Kind.HANG ? kind : BlobFault.Kind.HEAL;
  }

  private AutoCloseable open(BlobFault.Kind kind) throws IOException {
    return switch (listens(kind)) {
      case GONE -> () -> {};
      case HANG -> SilentServer.start(address);
      default -> listening.at(address);
    };
  }

  private void end() {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      // What cannot be closed is closed with the process.
    }
    open = null;
  }

  @Override
  public void close() {
    follower.interrupt();
    synchronized (this) {
      end();
    }
  }
}
