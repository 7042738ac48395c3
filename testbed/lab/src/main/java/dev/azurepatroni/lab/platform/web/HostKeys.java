package dev.azurepatroni.lab.platform.web;

import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate of an address with the hosts that are deployed behind it now: another one is
 * issued once a host comes or goes. An alias is the list of hosts, so that a handshake takes key
 * and chain of one certificate.
 */
public final class HostKeys extends X509ExtendedKeyManager {
  private static final String TYPE = "EC";

  private final Supplier<List<String>> hosts;
  private final LabAuthority authority;
  private final InetAddress address;
  private final Map<String, ServerCertificate> issued = new ConcurrentHashMap<>();

  private HostKeys(Supplier<List<String>> hosts, LabAuthority authority, InetAddress address) {
    this.hosts = hosts;
    this.authority = authority;
    this.address = address;
  }

  /** TLS of a server at an address; its first certificate is issued at once. */
  public static SSLContext context(
      Supplier<List<String>> hosts, LabAuthority authority, InetAddress address) {
    HostKeys keys = new HostKeys(hosts, authority, address);
    keys.of(keys.alias());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String alias() {
    return String.join(",", hosts.get());
  }

  private ServerCertificate of(String alias) {
    List<String> names = alias.isEmpty() ? List.of() : List.of(alias.split(",", -1));
    return issued.computeIfAbsent(alias, unused -> authority.issue(names, List.of(address)));
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return type.equals(TYPE) ? alias() : null;
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return type.equals(TYPE) ? alias() : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).key();
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[] {alias()};
  }

  /** A server is no client. */
  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return null;
  }
}
