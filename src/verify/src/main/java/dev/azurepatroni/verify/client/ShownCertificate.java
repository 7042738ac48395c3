package dev.azurepatroni.verify.client;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The certificate that a server shows to clients, also one that has ended or is not trusted. */
public final class ShownCertificate {
  private static final int SSL_REQUEST_LENGTH = 8;
  private static final int SSL_REQUEST = 80_877_103;

  private ShownCertificate() {}

  /**
   * When a server's certificate ends.
   *
   * @param endpoint PostgreSQL or PgBouncer
   * @param timeout for the connection, and for each answer
   * @return the end of validity
   * @throws IOException if the server shows none within the timeouts
   */
  public static Instant end(Endpoint endpoint, Duration timeout) throws IOException {
    int millis = (int) timeout.toMillis();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
      plain.setSoTimeout(millis);
      DataOutputStream request = new DataOutputStream(plain.getOutputStream());
      request.writeInt(SSL_REQUEST_LENGTH);
      request.writeInt(SSL_REQUEST);
      request.flush();
      if (plain.getInputStream().read() != 'S') {
        throw new IOException("the server does not speak TLS");
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everything()}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, endpoint.host(), endpoint.port(), true)) {
        socket.startHandshake();
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getNotAfter().toInstant();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Accepts every server: nothing is sent to it, and the check verifies it on its own. */
  private static final class Everything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
