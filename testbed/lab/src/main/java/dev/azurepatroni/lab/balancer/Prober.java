package dev.azurepatroni.lab.balancer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a backend once. */
final class Prober {
  private static final int OK = 200;

  /** As Azure's probes: over TLS, whatever certificate the backend shows. */
  private static final SSLSocketFactory UNVERIFIED = unverified();

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
    URI uri =
        URI.create("%s://%s:%d%s".formatted(probe.protocol(), backend, probe.port(), probe.path()));
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection encrypted) {
      encrypted.setSSLSocketFactory(UNVERIFIED);
      encrypted.setHostnameVerifier((name, session) -> true);
    }
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

  private static SSLSocketFactory unverified() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everything()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // Extended, because Java itself checks names with any other.
  private static final class Everything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
