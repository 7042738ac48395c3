package dev.azurepatroni.verify.client;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Opens connections as an application would: over TLS, with the server's name verified. */
public final class Client {
  private final Access access;
  private final ClientTimeouts timeouts;
  private final Map<String, String> options;

  /** One of them. */
  public Client(Access access, ClientTimeouts timeouts) {
    this(access, timeouts, Map.of());
  }

  private Client(Access access, ClientTimeouts timeouts, Map<String, String> options) {
    this.access = access;
    this.timeouts = timeouts;
    this.options = Map.copyOf(options);
  }

  /** The same with an option of the driver more. */
  public Client with(String option, String value) {
    Map<String, String> more = new java.util.HashMap<>(options);
    more.put(option, value);
    return new Client(access, timeouts, more);
  }

  /**
   * A new connection.
   *
   * @throws SQLException if there is none within the client's timeouts
   */
  public Connection connect(Endpoint endpoint) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", access.user(endpoint));
    properties.setProperty("password", access.password());
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", access.authority().toString());
    properties.setProperty("connectTimeout", String.valueOf(timeouts.connect().toSeconds()));
    properties.setProperty("socketTimeout", String.valueOf(timeouts.answer().toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "azure-patroni-verify");
    properties.setProperty("assumeMinServerVersion", "16");
    properties.putAll(options);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/%s".formatted(endpoint, access.database()), properties);
  }

  /** Ends a connection without a word to the server, which may not be there to hear it. */
  public static void drop(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException ignored) {
      // It is gone, as was wanted.
    }
  }
}
