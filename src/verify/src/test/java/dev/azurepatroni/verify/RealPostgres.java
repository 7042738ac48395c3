package dev.azurepatroni.verify;

import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.ClientTimeouts;
import dev.azurepatroni.verify.client.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** PostgreSQL 16 with TLS and a password, of this test alone. */
public final class RealPostgres {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String PASSWORD = "not-a-secret";
  private static final String NOBODY = "65534";

  private final Path home;
  private final Path data;
  private final int port;
  private final boolean root;

  private RealPostgres(Path home, int port) {
    this.home = home;
    this.data = home.resolve("data");
    this.port = port;
    this.root = System.getProperty("user.name").equals("root");
  }

  /**
   * Starts one.
   *
   * @param rules lines of pg_hba.conf
   */
  public static RealPostgres start(String... rules)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path home = Files.createTempDirectory("verify-postgres");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RealPostgres server = new RealPostgres(home, port);
    try (InputStream packed =
        Objects.requireNonNull(RealPostgres.class.getResourceAsStream(ARCHIVE), ARCHIVE)) {
      Files.copy(packed, home.resolve("archive"));
    }
    server.run("tar", "-xJf", home.resolve("archive").toString(), "-C", home.toString());
    Files.writeString(home.resolve("password"), PASSWORD + "\n");
    if (server.root) {
      server.run("chown", "-R", NOBODY, home.toString());
    }
    server.postgres(
        "initdb",
        "--pgdata=" + server.data,
        "--username=application",
        "--pwfile=" + home.resolve("password"),
        "--auth=scram-sha-256",
        "--no-sync");
    server.certificate();
    Files.writeString(server.data.resolve("pg_hba.conf"), String.join("\n", rules) + "\n");
    Files.writeString(
        server.data.resolve("postgresql.auto.conf"),
        """
        ssl = on
        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        """
            .formatted(port));
    if (server.root) {
      server.run("chown", "-R", NOBODY, server.data.toString());
    }
    server.up();
    try (Connection connection = server.connect("template1");
        Statement statement = connection.createStatement()) {
      statement.execute("create database application");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return server;
  }

  private void certificate() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = home.resolve("store.p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem(
        "PRIVATE KEY",
        keys.getKey("server", PASSWORD.toCharArray()).getEncoded(),
        data.resolve("server.key"));
    pem("CERTIFICATE", keys.getCertificate("server").getEncoded(), data.resolve("server.crt"));
    Files.copy(data.resolve("server.crt"), home.resolve("ca.pem"));
    run("chmod", "600", data.resolve("server.key").toString());
  }

  private static void pem(String what, byte[] content, Path file) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text));
  }

  /** Starts it again. */
  public void up() throws IOException, InterruptedException {
    postgres(
        "pg_ctl",
        "--pgdata=" + data,
        "--log=" + home.resolve("log"),
        "--wait",
        "--silent",
        "start");
  }

  /** Ends it as a crash does: all at once. */
  public void kill() throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    all.add(0, postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      while (one.isAlive()) {
        Thread.sleep(10);
      }
    }
  }

  /** Where it listens. */
  public Endpoint endpoint(String name) {
    return new Endpoint(name, "127.0.0.1", port);
  }

  /** Who may connect. */
  public Access access() {
    return access("application");
  }

  private Access access(String database) {
    return new Access(database, "application", "application", PASSWORD, home.resolve("ca.pem"));
  }

  /** A connection to the application's database. */
  public Connection connect() throws SQLException {
    return connect("application");
  }

  private Connection connect(String database) throws SQLException {
    return new Client(access(database), ClientTimeouts.LONG).connect(endpoint("server"));
  }

  private void postgres(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    words.add(home.resolve("bin").resolve(program).toString());
    words.addAll(List.of(arguments));
    run(words.toArray(String[]::new));
  }

  private void run(String... words) throws IOException, InterruptedException {
    Path said = home.resolve("said");
    Process process =
        new ProcessBuilder(words)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + Files.readString(said));
    }
  }

  /** Ends it and takes its files away. */
  public void remove() throws IOException, InterruptedException {
    if (Files.exists(data.resolve("postmaster.pid"))) {
      postgres("pg_ctl", "--pgdata=" + data, "--mode=immediate", "--silent", "stop");
    }
    try (var files = Files.walk(home)) {
      for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
