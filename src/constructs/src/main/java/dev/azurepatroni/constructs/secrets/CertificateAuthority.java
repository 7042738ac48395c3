package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import com.hashicorp.cdktf.providers.tls.cert_request.CertRequest;
import com.hashicorp.cdktf.providers.tls.cert_request.CertRequestSubject;
import com.hashicorp.cdktf.providers.tls.locally_signed_cert.LocallySignedCert;
import com.hashicorp.cdktf.providers.tls.private_key.PrivateKey;
import com.hashicorp.cdktf.providers.tls.self_signed_cert.SelfSignedCert;
import com.hashicorp.cdktf.providers.tls.self_signed_cert.SelfSignedCertSubject;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.topology.secret.HostSecretNames;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.constructs.Construct;

/**
 * A cluster's certificate authority. It issues one certificate for each host, used by the servers
 * PostgreSQL, PgBouncer and Patroni. The authority of a group, such as etcd, issues certificates by
 * which the members of the group trust only one another.
 *
 * <p>Creates keys, certificates and vault secrets: the authority's certificate, and each host's
 * certificate with its key. While the authority changes it has two versions: both are trusted, one
 * issues. Terraform's state holds the keys too and must be encrypted. Required: cluster, vault.
 */
public final class CertificateAuthority extends Construct {
  private static final String ALGORITHM = "ECDSA";
  private static final String CURVE = "P256";
  private static final String CONTENT_TYPE = "application/x-pem-file";
  private static final int CA_HOURS = 10 * 365 * 24;
  private static final int HOST_HOURS = 2 * 365 * 24;
  private static final int RENEWAL_HOURS = 180 * 24;
  private static final List<String> SERVER =
      List.of("digital_signature", "key_encipherment", "server_auth");
  private static final List<String> MEMBER =
      List.of("digital_signature", "key_encipherment", "server_auth", "client_auth");

  private final String cluster;

  /** Empty, or what the group adds to names. */
  private final String suffix;

  private final Vault vault;
  private final Issuer issuer;
  private final VaultSecret certificate;

  private record Issuer(String keyPem, String certificatePem) {}

  private CertificateAuthority(
      Construct scope,
      String id,
      String cluster,
      String group,
      Vault vault,
      List<Integer> versions) {
    super(scope, id);
    this.cluster = cluster;
    this.suffix = group == null ? "" : "-" + group;
    LogicalIds.claim(scope, "certificate authority", cluster + suffix);
    this.vault = vault;
    SortedMap<Integer, Issuer> issuers = new TreeMap<>();
    new TreeSet<>(versions).forEach(version -> issuers.put(version, issuer(version)));
    this.issuer = issuers.get(versions.get(0));
    // In the order of versions: another issuer is no reason to write the secret again.
    this.certificate =
        secret(
            HostSecretNames.ca(cluster + suffix),
            issuers.values().stream().map(Issuer::certificatePem).collect(Collectors.joining()));
  }

  /** Version 1 has the names of clusters that were deployed before there were versions. */
  private Issuer issuer(int version) {
    String number = version == 1 ? "" : "-" + version;
    String name = cluster + suffix + "-ca" + number;
    String key = key("key" + number, name).getPrivateKeyPem();
    String pem =
        LogicalIds.assign(
                name,
                SelfSignedCert.Builder.create(this, "certificate" + number)
                    .privateKeyPem(key)
                    .subject(
                        List.of(
                            SelfSignedCertSubject.builder()
                                .commonName(
                                    cluster
                                        + suffix.replace('-', ' ')
                                        + " certificate authority"
                                        + number.replace('-', ' '))
                                .build()))
                    .isCaCertificate(true)
                    .setSubjectKeyId(true)
                    .validityPeriodHours(CA_HOURS)
                    .allowedUses(List.of("cert_signing", "crl_signing"))
                    .build())
            .getCertPem();
    return new Issuer(key, pem);
  }

  /**
   * Issues the certificate of a host. Its common name is the host's, or that of the group.
   *
   * @param host name of the host
   * @param dnsNames further names it is reached by
   * @param addresses every address it is reached by
   * @return certificate and key, one PEM text
   */
  public VaultSecret issue(String host, List<String> dnsNames, List<String> addresses) {
    String name = host + suffix;
    LogicalIds.claim(this, "certificate", name);
    String hostKey = key(host + "-key", name).getPrivateKeyPem();
    String request =
        LogicalIds.assign(
                name,
                CertRequest.Builder.create(this, host + "-request")
                    .privateKeyPem(hostKey)
                    .subject(
                        List.of(CertRequestSubject.builder().commonName(commonName(host)).build()))
                    .dnsNames(dnsNames)
                    .ipAddresses(addresses)
                    .build())
            .getCertRequestPem();
    String hostCertificate =
        LogicalIds.assign(
                name,
                LocallySignedCert.Builder.create(this, host + "-certificate")
                    .caPrivateKeyPem(issuer.keyPem())
                    .caCertPem(issuer.certificatePem())
                    .certRequestPem(request)
                    .setSubjectKeyId(true)
                    .validityPeriodHours(HOST_HOURS)
                    .earlyRenewalHours(RENEWAL_HOURS)
                    .allowedUses(suffix.isEmpty() ? SERVER : MEMBER)
                    .build())
            .getCertPem();
    return secret(HostSecretNames.tls(name), hostCertificate + hostKey);
  }

  /** {@return the certificates of all versions, for every client that verifies a host} */
  public VaultSecret certificate() {
    return certificate;
  }

  /** {@return name of the cluster it issues for} */
  public String cluster() {
    return cluster;
  }

  private String commonName(String host) {
    return suffix.isEmpty() ? host : cluster + suffix;
  }

  private PrivateKey key(String id, String name) {
    return LogicalIds.assign(
        name, PrivateKey.Builder.create(this, id).algorithm(ALGORITHM).ecdsaCurve(CURVE).build());
  }

  private VaultSecret secret(String name, String pem) {
    KeyVaultSecret secret =
        LogicalIds.assign(
            name,
            KeyVaultSecret.Builder.create(this, "secret-" + name)
                .name(name)
                .keyVaultId(vault.vaultId())
                .value(pem)
                .contentType(CONTENT_TYPE)
                .dependsOn(vault.dependencies())
                .build());
    return new VaultSecret(name, secret.getResourceVersionlessId());
  }

  /** Builder of a {@link CertificateAuthority}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private String cluster;
    private String group;
    private Vault vault;
    private List<Integer> versions = List.of(1);

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets the name of the cluster; required.
     *
     * @param cluster prefix of its secrets, unique in the stack
     * @return this builder
     */
    public Builder cluster(String cluster) {
      this.cluster = cluster;
      return this;
    }

    /**
     * Sets the group whose members the authority is for; default none, and certificates identify
     * servers by their host's name. Those of a group identify clients, too: all have the common
     * name {@code <cluster>-<group>}, by which a member recognises another.
     *
     * @param group ends the names of its keys, certificates and secrets: {@code etcd}
     * @return this builder
     */
    public Builder group(String group) {
      this.group = group;
      return this;
    }

    /**
     * Sets the vault that certificates are written to; required.
     *
     * @param vault created or imported
     * @return this builder
     */
    public Builder vault(Vault vault) {
      this.vault = vault;
      return this;
    }

    /**
     * Sets the versions of the authority that hosts trust; the first one issues their certificates.
     *
     * @param versions one, or two while the authority changes; distinct; {@code [1]} if not set
     * @return this builder
     */
    public Builder versions(List<Integer> versions) {
      this.versions = versions == null ? null : List.copyOf(versions);
      return this;
    }

    /**
     * Creates the authority.
     *
     * @return the authority
     * @throws IllegalArgumentException if a required value is missing, naming it, or no version is
     *     given
     */
    public CertificateAuthority build() {
      Preconditions.of("CertificateAuthority " + id)
          .require("cluster", cluster)
          .require("vault", vault)
          .require("versions", versions == null || versions.isEmpty() ? null : versions)
          .check();
      return new CertificateAuthority(scope, id, cluster, group, vault, versions);
    }
  }
}
