package dev.azurepatroni.constructs.network;

import java.util.Optional;

/** Health check of a load balancer's backends. */
public final class Probe {
  private final int port;
  private final String path;

  private Probe(int port, String path) {
    this.port = port;
    this.path = path;
  }

  /**
   * HTTP probe: a backend is healthy if {@code GET} returns 200.
   *
   * @param port of the backend, 1 to 65535
   * @param path with its leading slash
   * @return the probe
   */
  public static Probe http(int port, String path) {
    return new Probe(port, path);
  }

  /**
   * TCP probe: a backend is healthy if it accepts a connection.
   *
   * @param port of the backend, 1 to 65535
   * @return the probe
   */
  public static Probe tcp(int port) {
    return new Probe(port, null);
  }

  /** {@return the port that is probed} */
  public int port() {
    return port;
  }

  /** {@return the path of an HTTP probe; empty for a TCP probe} */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }
}
