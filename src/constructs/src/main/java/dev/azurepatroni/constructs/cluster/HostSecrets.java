package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.SecretVault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.Role;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/** A cluster's secrets in the vault, and each host's right to read its own and no others. */
final class HostSecrets {
  private final Topology topology;
  private final ClusterPasswords passwords;
  private final CertificateAuthority authority;

  HostSecrets(Construct scope, Topology topology, SecretVault vault) {
    this.topology = topology;
    String cluster = topology.spec().name();
    int version = topology.spec().vault().passwordVersion();
    this.passwords = new ClusterPasswords(scope, "passwords", cluster, vault, version);
    this.authority = new CertificateAuthority(scope, "ca", cluster, vault);
  }

  /** Issues the host's certificate and names all it may read. */
  List<VaultSecret> of(Host host) {
    List<VaultSecret> secrets = new ArrayList<>();
    secrets.add(authority.certificate());
    secrets.add(authority.issue(host.name(), dnsNames(host), addresses(host)));
    topology
        .secrets(host)
        .passwords()
        .keySet()
        .forEach(password -> secrets.add(passwords.of(password)));
    return secrets;
  }

  CertificateAuthority authority() {
    return authority;
  }

  private List<String> dnsNames(Host host) {
    List<String> names = new ArrayList<>(List.of(host.name(), "localhost"));
    if (host.role() == Role.POOLER && topology.spec().publicEndpoint().enabled()) {
      names.add(topology.publicName());
    }
    return names;
  }

  private List<String> addresses(Host host) {
    List<String> addresses = new ArrayList<>(List.of(host.address().toString(), "127.0.0.1"));
    if (host.role() == Role.DATABASE) {
      addresses.add(topology.databaseLb().toString());
    }
    if (host.role() == Role.POOLER) {
      addresses.add(topology.poolerLb().toString());
    }
    return addresses;
  }
}
