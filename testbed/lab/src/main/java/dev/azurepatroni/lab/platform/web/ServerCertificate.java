package dev.azurepatroni.lab.platform.web;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server shows to its clients.
 *
 * @param key its private key
 * @param chain its certificate, then the authority's
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

  /** Keeps a copy. */
  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ServerCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
