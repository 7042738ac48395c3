package dev.azurepatroni.lab.platform.vault;

import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.web.LabAuthority;
import dev.azurepatroni.lab.platform.web.ServerCertificate;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate of the vaults' address, with the host of every vault that is deployed now:
 * another one is issued once a vault comes or goes. An alias is the list of hosts, so that a
 * handshake takes key and chain of one certificate.
 */
public final class VaultKeys extends X509ExtendedKeyManager {
  private static final String TYPE = "EC";

  private final LiveInventory live;
  private final LabAuthority authority;
  private final InetAddress address;
  private final Map<String, ServerCertificate> issued = new ConcurrentHashMap<>();

  private VaultKeys(LiveInventory live, LabAuthority authority, InetAddress address) {
    this.live = live;
    this.authority = authority;
    this.address = address;
  }

  /** TLS of a server at an address; its first certificate is issued at once. */
  public static SSLContext context(
      LiveInventory live, LabAuthority authority, InetAddress address) {
    VaultKeys keys = new VaultKeys(live, authority, address);
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
    return String.join(",", Vault.all(live.current()).stream().map(Vault::host).toList());
  }

  private ServerCertificate of(String alias) {
    List<String> hosts = alias.isEmpty() ? List.of() : List.of(alias.split(",", -1));
    return issued.computeIfAbsent(alias, unused -> authority.issue(hosts, List.of(address)));
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
