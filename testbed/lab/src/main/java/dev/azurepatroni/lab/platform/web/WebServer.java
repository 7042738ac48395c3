package dev.azurepatroni.lab.platform.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.azurepatroni.lab.platform.caller.AccessLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** One service on one address, by HTTP or HTTPS, with a line in the log for each request. */
public final class WebServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING = 256;
  private static final int BACKLOG = 128;
  private static final String HOSTS_FILE = "jdk.net.hosts.file";

  private final HttpServer server;
  private final ExecutorService threads;

  /** What answers. */
  public interface Service {
    /** An exception is answered with 500. */
    Reply answer(Request request) throws IOException;
  }

  private WebServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Starts a server without TLS. */
  public static WebServer http(
      String name, InetSocketAddress address, Service service, AccessLog log) throws IOException {
    configure();
    return start(name, HttpServer.create(address, BACKLOG), service, log);
  }

  /** Starts a server with TLS. */
  public static WebServer https(
      String name, InetSocketAddress address, SSLContext tls, Service service, AccessLog log)
      throws IOException {
    configure();
    requireNoLookups();
    HttpsServer server = HttpsServer.create(address, BACKLOG);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return start(name, server, service, log);
  }

  /** The JDK's server reads these once, when it is first made; a command line may set others. */
  private static void configure() {
    // Without it every answer on a connection kept open waits 40 ms for an acknowledgement.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    // Seconds: a client that stops in the middle does not keep a thread for ever. An upload over a
    // slow line takes minutes.
    setUnlessSet("sun.net.httpserver.maxReqTime", "600");
    setUnlessSet("sun.net.httpserver.maxRspTime", "600");
  }

  /**
   * The JDK's server asks the name of each client of TLS (JDK 17, {@code SSLStreams}); where no
   * name server is in reach that takes longer than clients wait. Too late to set it here.
   */
  private static void requireNoLookups() {
    if (System.getProperty(HOSTS_FILE) == null) {
      throw new IllegalStateException(
          "Start Java with -D%s=/etc/hosts: no name is then looked up elsewhere"
              .formatted(HOSTS_FILE));
    }
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  private static WebServer start(String name, HttpServer server, Service service, AccessLog log) {
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(name, exchange, service, log));
    server.start();
    return new WebServer(server, threads);
  }

  private static void handle(String name, HttpExchange exchange, Service service, AccessLog log)
      throws IOException {
    try (exchange) {
      Request request = Request.of(exchange);
      Reply reply = answer(service, request);
      try (InputStream body = reply.body()) {
        log.line(name, request.source(), request.method(), request.rawPath(), reply.status());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, request.method().equals("HEAD"), reply, body);
      }
    }
  }

  private static Reply answer(Service service, Request request) {
    try {
      return service.answer(request);
    } catch (IOException | RuntimeException e) {
      // Its class, not its words: the message may hold a secret.
      return Reply.text(500, "the lab failed: " + e.getClass().getSimpleName());
    }
  }

  private static void send(HttpExchange exchange, boolean head, Reply reply, InputStream body)
      throws IOException {
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(reply.length()));
    }
    if (head || reply.length() == 0) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.length());
    OutputStream out = exchange.getResponseBody();
    body.transferTo(out);
    out.close();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
