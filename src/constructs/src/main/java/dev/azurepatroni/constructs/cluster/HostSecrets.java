package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.secret.HostSecretNames;
import dev.azurepatroni.topology.secret.Password;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/** A cluster's secrets in the vault, and each host's right to read its own and no others. */
final class HostSecrets {
  private final ClusterPlan plan;
  private final ClusterPasswords passwords;
  private final CertificateAuthority authority;
  private final CertificateAuthority etcdAuthority;

  HostSecrets(Construct scope, ClusterPlan plan, Vault vault) {
    this.plan = plan;
    String cluster = plan.spec().name();
    int version = plan.spec().vault().passwordVersion();
    this.passwords =
        new ClusterPasswords(scope, "passwords", cluster, plan.passwords(), vault, version);
    List<Integer> versions = plan.spec().vault().caVersions();
    this.authority =
        CertificateAuthority.Builder.create(scope, "ca")
            .cluster(cluster)
            .vault(vault)
            .versions(versions)
            .build();
    // Not the cluster's: etcd accepts every certificate of its authority.
    this.etcdAuthority =
        CertificateAuthority.Builder.create(scope, "etcd-ca")
            .cluster(cluster)
            .group(HostSecretNames.ETCD)
            .vault(vault)
            .versions(versions)
            .build();
    // Their stacks read the certificates from the vault, so that the authority's key stays here.
    plan.externalPoolers()
        .forEach(host -> authority.issue(host.name(), dnsNames(host), addresses(host)));
  }

  /** Issues the host's certificates and names all it may read. */
  List<VaultSecret> of(Host host) {
    List<VaultSecret> secrets = new ArrayList<>();
    if (host.role() != HostRole.WITNESS) {
      secrets.add(authority.certificate());
      secrets.add(authority.issue(host.name(), dnsNames(host), addresses(host)));
    }
    if (host.voter()) {
      secrets.add(etcdAuthority.certificate());
      secrets.add(etcdAuthority.issue(host.name(), ownNames(host), ownAddresses(host)));
    }
    plan.secrets(host)
        .passwords()
        .keySet()
        .forEach(password -> secrets.add(passwords.of(password)));
    return secrets;
  }

  VaultSecret of(Password password) {
    return passwords.of(password);
  }

  CertificateAuthority authority() {
    return authority;
  }

  private static List<String> ownNames(Host host) {
    return List.of(host.name(), "localhost");
  }

  private static List<String> ownAddresses(Host host) {
    return List.of(host.address().toString(), "127.0.0.1");
  }

  private List<String> dnsNames(Host host) {
    List<String> names = new ArrayList<>(ownNames(host));
    if (host.role() == HostRole.POOLER && plan.spec().publicEndpoint().enabled()) {
      names.add(plan.publicName());
    }
    return names;
  }

  private List<String> addresses(Host host) {
    List<String> addresses = new ArrayList<>(ownAddresses(host));
    if (host.role() == HostRole.DATABASE) {
      addresses.add(plan.databaseLb().toString());
    }
    if (host.role() == HostRole.POOLER) {
      addresses.add(plan.poolerLb().toString());
    }
    return addresses;
  }
}
