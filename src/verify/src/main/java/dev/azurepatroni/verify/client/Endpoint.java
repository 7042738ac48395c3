package dev.azurepatroni.verify.client;

/**
 * Where clients connect.
 *
 * @param name what it is called in results, such as {@code pooler}
 * @param host an address or a name that the server's certificate holds
 * @param port TCP
 */
public record Endpoint(String name, String host, int port) {
  private static final int POSTGRESQL = 5432;

  /** Whether PostgreSQL itself answers there, and no pooler. */
  public boolean direct() {
    return port == POSTGRESQL;
  }

  /**
   * Of {@code host:port}.
   *
   * @throws IllegalArgumentException if it is not that; the message says so
   */
  public static Endpoint of(String name, String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String port = hostAndPort.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(
          "endpoint %s is '%s': must be HOST:PORT".formatted(name, hostAndPort));
    }
    return new Endpoint(name, hostAndPort.substring(0, colon), Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
