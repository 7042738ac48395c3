package dev.azurepatroni.lab.balancer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;

/** Asks a backend once. */
final class Prober {
  private static final int OK = 200;

  private Prober() {}

  /** Whether it answers as the probe wants within the probe's time. */
  static boolean ask(Probe probe, String backend) {
    try {
      return probe.protocol().equals("tcp") ? connects(probe, backend) : isOk(probe, backend);
    } catch (IOException notInTime) {
      return false;
    }
  }

  private static boolean connects(Probe probe, String backend) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(backend, probe.port()), probe.timeoutMillis());
      return true;
    }
  }

  private static boolean isOk(Probe probe, String backend) throws IOException {
    URI uri = URI.create("http://%s:%d%s".formatted(backend, probe.port(), probe.path()));
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(probe.timeoutMillis());
    connection.setReadTimeout(probe.timeoutMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("User-Agent", "Load Balancer Agent");
    connection.setRequestProperty("Connection", "close");
    try {
      return connection.getResponseCode() == OK;
    } finally {
      connection.disconnect();
    }
  }
}
