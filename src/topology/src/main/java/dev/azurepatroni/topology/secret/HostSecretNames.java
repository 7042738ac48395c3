package dev.azurepatroni.topology.secret;

import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The vault's secrets that one host reads: the only list of them, for rights and for the host.
 *
 * @param certificates name in the vault by label: {@code ca} and {@code tls} of the cluster's
 *     authority, {@code etcd-ca} and {@code etcd-tls} of etcd's
 * @param passwords name in the vault by password
 */
public record HostSecretNames(Map<String, String> certificates, Map<Password, String> passwords) {
  /** What etcd's authority adds to names. */
  public static final String ETCD = "etcd";

  /**
   * Copies what it is given.
   *
   * @param certificates name in the vault by label
   * @param passwords name in the vault by password
   */
  public HostSecretNames {
    certificates = Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
    passwords = Collections.unmodifiableMap(new LinkedHashMap<>(passwords));
  }

  /**
   * The secrets of a cluster's host.
   *
   * @param spec the cluster
   * @param host one of its hosts
   * @return the names, those of its role only
   */
  public static HostSecretNames of(ClusterSpec spec, Host host) {
    String cluster = spec.name();
    List<Password> all = passwords(spec);
    Map<Password, String> passwords = new LinkedHashMap<>();
    readBy(host.role()).stream()
        .filter(all::contains)
        .forEach(each -> passwords.put(each, each.secretName(cluster)));
    Map<String, String> certificates = new LinkedHashMap<>();
    // A witness is an etcd member and nothing else.
    if (host.role() != HostRole.WITNESS) {
      certificates.put("ca", ca(cluster));
      certificates.put("tls", tls(host.name()));
    }
    if (host.voter()) {
      certificates.put("etcd-ca", ca(ofEtcd(cluster)));
      certificates.put("etcd-tls", tls(ofEtcd(host.name())));
    }
    return new HostSecretNames(certificates, passwords);
  }

  /**
   * The passwords that a cluster has.
   *
   * @param spec the cluster
   * @return all, without the key of backups that are not encrypted
   */
  public static List<Password> passwords(ClusterSpec spec) {
    return Stream.of(Password.values())
        .filter(password -> password != Password.BACKUP_CIPHER || spec.backup().hasCipher())
        .toList();
  }

  /**
   * Name of the certificate of an authority.
   *
   * @param authority the cluster's name, or that of its etcd
   * @return the name, {@code <authority>-ca-certificate}
   */
  public static String ca(String authority) {
    return authority + "-ca-certificate";
  }

  /**
   * Name of a host's certificate with its key.
   *
   * @param holder the host's name, or that of its etcd member
   * @return the name, {@code <holder>-tls}
   */
  public static String tls(String holder) {
    return holder + "-tls";
  }

  /**
   * Name of a cluster's etcd, or of a host's etcd member. The cluster's is the common name of the
   * members' certificates.
   *
   * @param name of the cluster or the host
   * @return the name, {@code <name>-etcd}
   */
  public static String ofEtcd(String name) {
    return name + "-" + ETCD;
  }

  /** {@return name in the vault by what the host calls the secret} */
  public Map<String, String> byLabel() {
    Map<String, String> names = new LinkedHashMap<>(certificates);
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
              Password.APPLICATION,
              Password.BACKUP_CIPHER);
      case POOLER -> List.of(Password.PGBOUNCER_AUTH, Password.PGBOUNCER_ADMIN);
      case WITNESS -> List.of();
    };
  }
}
