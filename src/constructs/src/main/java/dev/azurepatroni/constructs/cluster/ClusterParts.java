package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.providers.azurerm.resource_group.ResourceGroup;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.backup.BackupStore;
import dev.azurepatroni.constructs.backup.ClusterBackupStore;
import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.monitoring.Monitoring;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Network;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.ClusterVault;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.secret.Password;
import dev.azurepatroni.topology.spec.BackupStorageSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.constructs.Construct;

/** Creates the parts of a cluster, in the order in which the parts need each other. */
final class ClusterParts {
  private final Construct scope;
  private final ClusterPlan plan;
  private final ClusterSpec spec;
  private final RenderedHosts hosts;
  private final AzureLocation location;
  private final Firewall firewall;
  private final Subnet subnet;
  private final Vault vault;
  private final HostSecrets secrets;

  /** Null where the specification asks for no backup. */
  private final BackupStore store;

  /** Null where the specification names keys. */
  private final GeneratedSshKey sshKey;

  private final Optional<Monitoring> monitoring;
  private final NodePlacement placement;
  private final EtcdQuorum quorum;
  private final Endpoints endpoints;
  private final List<PatroniNode> databaseNodes = new ArrayList<>();
  private final List<PoolerNode> poolers = new ArrayList<>();

  /** Null where the specification asks for none. */
  private VirtualMachine witness;

  ClusterParts(Construct scope, RenderedHosts hosts, ExistingParts existing) {
    this.scope = scope;
    this.hosts = hosts;
    this.plan = hosts.plan();
    this.spec = plan.spec();
    LogicalIds.claim(scope, "cluster", spec.name());
    this.location =
        existing.resourceGroup() == null ? ownLocation() : location(existing.resourceGroup());
    this.firewall =
        Firewall.Builder.create(scope, "firewall").location(location).name(spec.name()).build();
    ClusterFlows.allow(firewall, plan);
    this.quorum = EtcdQuorum.Builder.create(scope, "etcd").firewall(firewall).build();
    this.subnet = existing.subnet() == null ? ownSubnet() : existing.subnet();
    this.vault = existing.vault() == null ? ownVault() : existing.vault();
    this.store = plan.backup().isPresent() ? store(existing.store()) : null;
    this.secrets = new HostSecrets(scope, plan, vault);
    FormerBackups.keep(scope, plan);
    this.sshKey =
        spec.ssh().publicKeys().isEmpty()
            ? new GeneratedSshKey(scope, "ssh", spec.name(), vault)
            : null;
    PersonalReaders.grant(scope, spec.vault().readers(), forPeople());
    AdminAccess admin =
        new AdminAccess(
            spec.ssh().user(),
            sshKey == null ? spec.ssh().publicKeys() : List.of(sshKey.publicKey()));
    this.placement =
        new NodePlacement(
            spec, location, subnet, admin, subnet.isImported() ? firewall : null, store);
    this.endpoints = new Endpoints(scope, plan, location, subnet);
    this.monitoring =
        spec.monitoring().enabled()
            ? Optional.of(
                Monitoring.Builder.create(scope, "monitoring")
                    .location(location)
                    .name(spec.name())
                    .retentionDays(spec.monitoring().retentionDays())
                    .build())
            : Optional.empty();
    if (existing.vault() == null) {
      monitoring.ifPresent(monitor -> monitor.auditVault(vault));
    }
    if (store instanceof ClusterBackupStore own && existing.store() == null) {
      monitoring.ifPresent(monitor -> monitor.auditBackups(own));
    }
    for (Host host : plan.hosts()) {
      ClusterHost node = create(host);
      if (host.voter()) {
        quorum.addMember(node);
      }
      endpoints.add(host, node);
      monitoring.ifPresent(monitor -> monitor.addHost(node));
    }
  }

  /** What people need to connect and to log in; all else is read by hosts alone. */
  private List<VaultSecret> forPeople() {
    List<VaultSecret> needed = new ArrayList<>();
    needed.add(secrets.of(Password.APPLICATION));
    needed.add(secrets.authority().certificate());
    sshKey().map(GeneratedSshKey::secret).ifPresent(needed::add);
    return needed;
  }

  private AzureLocation location(String resourceGroup) {
    return new AzureLocation(resourceGroup, spec.location());
  }

  private AzureLocation ownLocation() {
    return location(
        LogicalIds.assign(
                spec.name(),
                ResourceGroup.Builder.create(scope, "group")
                    .name(spec.name() + "-rg")
                    .location(spec.location())
                    .build())
            .getName());
  }

  private Subnet ownSubnet() {
    Network network =
        Network.Builder.create(scope, "network")
            .location(location)
            .name(spec.name())
            .addressSpace(spec.network().addressSpace())
            .subnetRange(spec.network().subnet())
            .build();
    return firewall.guard(network);
  }

  private Vault ownVault() {
    return ClusterVault.Builder.create(scope, "vault")
        .location(location)
        .name(plan.spec().vault().name())
        .subnet(subnet)
        .allowedCidrs(spec.vault().allowedCidrs())
        .rolePropagationSeconds(spec.vault().rolePropagationSeconds())
        .softDeleteRetentionDays(spec.vault().softDeleteRetentionDays())
        .build();
  }

  private BackupStore store(BackupStore existing) {
    if (existing != null) {
      return existing;
    }
    BackupStorageSpec storage = spec.backup().storage();
    if (!storage.containerId().isEmpty()) {
      return BackupStore.fromAttributes(storage.containerId(), storage.name(), storage.container());
    }
    return ClusterBackupStore.Builder.create(scope, "backup")
        .location(location)
        .name(spec.name())
        .accountName(storage.name())
        .containerName(storage.container())
        .replication(storage.replication())
        .retentionDays(spec.backup().retentionDays())
        .subnet(subnet)
        .build();
  }

  private ClusterHost create(Host host) {
    return switch (host.role()) {
      case DATABASE -> {
        PatroniNode node =
            new PatroniNode(scope, placement, host, hosts.of(host), secrets.of(host));
        databaseNodes.add(node);
        firewall.group("database").addMember(node);
        yield node;
      }
      case POOLER -> {
        PoolerNode node =
            new PoolerNode(
                scope, host.name(), placement, host, hosts.of(host), secrets.of(host), firewall);
        poolers.add(node);
        firewall.group("pooler").addMember(node);
        yield node;
      }
      case WITNESS -> {
        witness = placement.machine(scope, host.name(), host, hosts.of(host), secrets.of(host));
        yield witness;
      }
    };
  }

  ClusterPlan plan() {
    return plan;
  }

  Firewall firewall() {
    return firewall;
  }

  List<PatroniNode> databaseNodes() {
    return List.copyOf(databaseNodes);
  }

  List<PoolerNode> poolers() {
    return List.copyOf(poolers);
  }

  Optional<VirtualMachine> witness() {
    return Optional.ofNullable(witness);
  }

  Endpoints endpoints() {
    return endpoints;
  }

  EtcdQuorum quorum() {
    return quorum;
  }

  Optional<Monitoring> monitoring() {
    return monitoring;
  }

  Vault vault() {
    return vault;
  }

  Optional<BackupStore> backupStore() {
    return Optional.ofNullable(store);
  }

  Optional<GeneratedSshKey> sshKey() {
    return Optional.ofNullable(sshKey);
  }

  CertificateAuthority authority() {
    return secrets.authority();
  }
}
