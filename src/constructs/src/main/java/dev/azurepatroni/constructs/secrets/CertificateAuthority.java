package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import com.hashicorp.cdktf.providers.tls.cert_request.CertRequest;
import com.hashicorp.cdktf.providers.tls.cert_request.CertRequestSubject;
import com.hashicorp.cdktf.providers.tls.locally_signed_cert.LocallySignedCert;
import com.hashicorp.cdktf.providers.tls.private_key.PrivateKey;
import com.hashicorp.cdktf.providers.tls.self_signed_cert.SelfSignedCert;
import com.hashicorp.cdktf.providers.tls.self_signed_cert.SelfSignedCertSubject;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.topology.secret.HostSecretNames;
import java.util.List;
import software.constructs.Construct;

/**
 * A cluster's certificate authority and the certificates it issues, one a host, for PostgreSQL,
 * PgBouncer and etcd alike. The CA's certificate and each host's certificate with its key are in
 * the vault; the keys are in Terraform's state too, which has to be encrypted.
 */
public final class CertificateAuthority extends Construct {
  private static final String ALGORITHM = "ECDSA";
  private static final String CURVE = "P256";
  private static final String CONTENT_TYPE = "application/x-pem-file";
  private static final int CA_HOURS = 10 * 365 * 24;
  private static final int HOST_HOURS = 2 * 365 * 24;
  private static final int RENEWAL_HOURS = 180 * 24;

  private final String cluster;
  private final SecretVault vault;
  private final String keyPem;
  private final String certificatePem;
  private final VaultSecret certificate;

  /**
   * Creates the authority.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param cluster name of the cluster
   * @param vault where the certificates are put
   */
  public CertificateAuthority(Construct scope, String id, String cluster, SecretVault vault) {
    super(scope, id);
    this.cluster = cluster;
    this.vault = vault;
    String name = cluster + "-ca";
    this.keyPem = key("key", name).getPrivateKeyPem();
    this.certificatePem =
        Named.as(
                name,
                SelfSignedCert.Builder.create(this, "certificate")
                    .privateKeyPem(keyPem)
                    .subject(
                        List.of(
                            SelfSignedCertSubject.builder()
                                .commonName(cluster + " certificate authority")
                                .build()))
                    .isCaCertificate(true)
                    .setSubjectKeyId(true)
                    .validityPeriodHours(CA_HOURS)
                    .allowedUses(List.of("cert_signing", "crl_signing"))
                    .build())
            .getCertPem();
    this.certificate = secret(HostSecretNames.ca(cluster), certificatePem);
  }

  /**
   * Issues the certificate of a host.
   *
   * @param host name of the host
   * @param dnsNames further names it is reached by
   * @param addresses every address it is reached by
   * @return certificate and key, one PEM text
   */
  public VaultSecret issue(String host, List<String> dnsNames, List<String> addresses) {
    String hostKey = key(host + "-key", host).getPrivateKeyPem();
    String request =
        Named.as(
                host,
                CertRequest.Builder.create(this, host + "-request")
                    .privateKeyPem(hostKey)
                    .subject(List.of(CertRequestSubject.builder().commonName(host).build()))
                    .dnsNames(dnsNames)
                    .ipAddresses(addresses)
                    .build())
            .getCertRequestPem();
    String hostCertificate =
        Named.as(
                host,
                LocallySignedCert.Builder.create(this, host + "-certificate")
                    .caPrivateKeyPem(keyPem)
                    .caCertPem(certificatePem)
                    .certRequestPem(request)
                    .setSubjectKeyId(true)
                    .validityPeriodHours(HOST_HOURS)
                    .earlyRenewalHours(RENEWAL_HOURS)
                    .allowedUses(
                        List.of(
                            "digital_signature", "key_encipherment", "server_auth", "client_auth"))
                    .build())
            .getCertPem();
    return secret(HostSecretNames.tls(host), hostCertificate + hostKey);
  }

  /** {@return the authority's certificate, for every client that verifies a host} */
  public VaultSecret certificate() {
    return certificate;
  }

  /** {@return name of the cluster it issues for} */
  public String cluster() {
    return cluster;
  }

  private PrivateKey key(String id, String name) {
    return Named.as(
        name, PrivateKey.Builder.create(this, id).algorithm(ALGORITHM).ecdsaCurve(CURVE).build());
  }

  private VaultSecret secret(String name, String pem) {
    KeyVaultSecret secret =
        Named.as(
            name,
            KeyVaultSecret.Builder.create(this, "secret-" + name)
                .name(name)
                .keyVaultId(vault.vaultId())
                .value(pem)
                .contentType(CONTENT_TYPE)
                .dependsOn(vault.writable())
                .build());
    return new VaultSecret(name, secret.getResourceVersionlessId());
  }
}
