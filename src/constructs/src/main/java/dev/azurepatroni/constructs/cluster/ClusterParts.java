package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.providers.azurerm.resource_group.ResourceGroup;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.compute.HostBuilder;
import dev.azurepatroni.constructs.compute.PatroniNode;
import dev.azurepatroni.constructs.compute.PoolerNode;
import dev.azurepatroni.constructs.compute.WitnessNode;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.constructs.monitoring.Monitoring;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.HostGroup;
import dev.azurepatroni.constructs.network.Network;
import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.ClusterVault;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.constructs.secrets.SecretVault;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.host.HostRole;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import java.util.Optional;
import software.constructs.Construct;

/** Creates the parts of a cluster, in the order in which the parts need each other. */
final class ClusterParts {
  private final Construct scope;
  private final ClusterPlan plan;
  private final ClusterSpec spec;
  private final RenderedHosts hosts;
  private final Site site;
  private final Firewall firewall;
  private final ClusterSubnet subnet;
  private final SecretVault vault;
  private final HostSecrets secrets;
  private final Optional<GeneratedSshKey> sshKey;
  private final AdminAccess admin;
  private final EtcdQuorum quorum;
  private final Endpoints endpoints;

  ClusterParts(Construct scope, RenderedHosts hosts, ExistingParts existing) {
    this.scope = scope;
    this.hosts = hosts;
    this.plan = hosts.plan();
    this.spec = plan.spec();
    Named.claim(scope, "cluster", spec.name());
    this.site = existing.resourceGroup() == null ? ownSite() : site(existing.resourceGroup());
    this.firewall = new Firewall(scope, "firewall", site, spec.name());
    ClusterFlows.of(plan).forEach(firewall::allow);
    this.quorum = new EtcdQuorum(scope, "etcd", firewall);
    this.subnet = existing.subnet() == null ? ownSubnet() : existing.subnet();
    this.vault = existing.vault() == null ? ownVault() : existing.vault();
    this.secrets = new HostSecrets(scope, plan, vault);
    this.sshKey =
        spec.ssh().publicKeys().isEmpty()
            ? Optional.of(new GeneratedSshKey(scope, "ssh", spec.name(), vault))
            : Optional.empty();
    this.admin =
        new AdminAccess(
            spec.ssh().user(),
            sshKey.map(key -> List.of(key.publicKey())).orElse(spec.ssh().publicKeys()));
    this.endpoints = new Endpoints(scope, plan, site, subnet);
    Optional<Monitoring> monitoring =
        spec.monitoring().enabled()
            ? Optional.of(
                new Monitoring(
                    scope, "monitoring", site, spec.name(), spec.monitoring().retentionDays()))
            : Optional.empty();
    for (Host host : plan.hosts()) {
      ClusterHost node = node(host);
      connect(host, node);
      monitoring.ifPresent(watcher -> watcher.watch(node));
    }
  }

  private Site site(String resourceGroup) {
    return new Site(resourceGroup, spec.location());
  }

  private Site ownSite() {
    return site(
        Named.as(
                spec.name(),
                ResourceGroup.Builder.create(scope, "group")
                    .name(spec.name() + "-rg")
                    .location(spec.location())
                    .build())
            .getName());
  }

  private ClusterSubnet ownSubnet() {
    Network network =
        new Network(
            scope,
            "network",
            site,
            spec.name(),
            spec.network().addressSpace(),
            spec.network().subnet());
    return firewall.guard(network);
  }

  private SecretVault ownVault() {
    return new ClusterVault(scope, "vault", site, plan.vaultName(), spec.vault(), subnet);
  }

  private ClusterHost node(Host host) {
    return switch (host.role()) {
      case DATABASE ->
          common(PatroniNode.Builder.create(scope, host.name()), host)
              .dataDisk(spec.database().dataDisk())
              .walDisk(spec.database().walDisk())
              .build();
      case POOLER ->
          common(PoolerNode.Builder.create(scope, host.name()), host)
              .upstream(endpoints.databaseLb())
              .build();
      case WITNESS -> common(WitnessNode.Builder.create(scope, host.name()), host).build();
    };
  }

  private <B> B common(HostBuilder<B> builder, Host host) {
    HostIdentity identity = new HostIdentity(scope, host.name() + "-identity", site, host.name());
    secrets.of(host).forEach(identity::mayRead);
    builder.site(site);
    builder.subnet(subnet);
    builder.name(host.name());
    builder.zone(host.zone());
    builder.address(host.address().toString());
    builder.size(host.size());
    builder.osDiskGb(host.osDiskGb());
    builder.admin(admin);
    if (subnet.foreign()) {
      builder.firewall(firewall);
    }
    builder.image(spec.image());
    builder.customData(hosts.of(host));
    return builder.identity(identity);
  }

  private void connect(Host host, ClusterHost node) {
    if (host.voter()) {
      quorum.join(node);
    }
    if (host.role() == HostRole.DATABASE) {
      firewall.join(HostGroup.DATABASE, node);
    }
    if (host.role() == HostRole.POOLER) {
      firewall.join(HostGroup.POOLER, node);
    }
    endpoints.add(host, node);
  }

  ClusterPlan plan() {
    return plan;
  }

  Endpoints endpoints() {
    return endpoints;
  }

  EtcdQuorum quorum() {
    return quorum;
  }

  SecretVault vault() {
    return vault;
  }

  Optional<GeneratedSshKey> sshKey() {
    return sshKey;
  }

  CertificateAuthority authority() {
    return secrets.authority();
  }
}
