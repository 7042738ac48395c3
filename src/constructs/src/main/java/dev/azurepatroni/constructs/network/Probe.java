package dev.azurepatroni.constructs.network;

import java.util.Optional;

/** How a load balancer finds a backend healthy. */
public final class Probe {
  private final int port;
  private final String path;

  private Probe(int port, String path) {
    this.port = port;
    this.path = path;
  }

  /**
   * Healthy is who answers 200 to a GET.
   *
   * @param port of the backend
   * @param path with its slash
   * @return the probe
   */
  public static Probe http(int port, String path) {
    return new Probe(port, path);
  }

  /**
   * Healthy is who accepts a connection.
   *
   * @param port of the backend
   * @return the probe
   */
  public static Probe tcp(int port) {
    return new Probe(port, null);
  }

  /** {@return the port probed} */
  public int port() {
    return port;
  }

  /** {@return the path asked for; empty for a TCP probe} */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }
}
