package dev.azurepatroni.topology.secret;

import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vault's secrets that one host reads: the only list of them, for rights and for the host.
 *
 * @param ca the authority's certificate
 * @param tls the host's certificate and key
 * @param passwords name in the vault by password
 */
public record HostSecretNames(String ca, String tls, Map<Password, String> passwords) {
  /**
   * Copies what it is given.
   *
   * @param ca the authority's certificate
   * @param tls the host's certificate and key
   * @param passwords name in the vault by password
   */
  public HostSecretNames {
    passwords = Collections.unmodifiableMap(new LinkedHashMap<>(passwords));
  }

  /**
   * The secrets of a cluster's host.
   *
   * @param cluster the cluster's name
   * @param host one of its hosts
   * @return the names, those of its role only
   */
  public static HostSecretNames of(String cluster, Host host) {
    Map<Password, String> passwords = new LinkedHashMap<>();
    readBy(host.role()).forEach(each -> passwords.put(each, each.secretName(cluster)));
    return new HostSecretNames(ca(cluster), tls(host.name()), passwords);
  }

  /**
   * Name of the certificate of a cluster's authority.
   *
   * @param cluster the cluster's name
   * @return the name, {@code <cluster>-ca-certificate}
   */
  public static String ca(String cluster) {
    return cluster + "-ca-certificate";
  }

  /**
   * Name of a host's certificate with its key.
   *
   * @param host the host's name
   * @return the name, {@code <host>-tls}
   */
  public static String tls(String host) {
    return host + "-tls";
  }

  /** {@return name in the vault by what the host calls the secret} */
  public Map<String, String> byLabel() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("ca", ca);
    names.put("tls", tls);
    passwords.forEach((password, name) -> names.put(password.label(), name));
    return names;
  }

  private static List<Password> readBy(HostRole role) {
    return switch (role) {
      case DATABASE ->
          List.of(
              Password.POSTGRES,
              Password.REPLICATOR,
              Password.REWIND,
              Password.PATRONI_REST,
              Password.PGBOUNCER_AUTH,
              Password.APPLICATION);
      case POOLER -> List.of(Password.PGBOUNCER_AUTH, Password.PGBOUNCER_ADMIN);
      case WITNESS -> List.of();
    };
  }
}
