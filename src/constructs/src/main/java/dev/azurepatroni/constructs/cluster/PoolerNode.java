package dev.azurepatroni.constructs.cluster;

import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cloudinit.CloudInit;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.cloudinit.HostModel;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.secrets.VaultSecret;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.InvalidClusterException;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.List;
import software.constructs.Construct;

/**
 * A host of PgBouncer that follows the leader of a cluster. {@link PatroniCluster} creates its own;
 * another stack can add one that is closer to its clients.
 *
 * <p>Creates identity, role assignments, network interface, VM and a firewall of its own. Required:
 * spec, name, location, subnet, zone, vault, admin. The cluster's specification names it under
 * {@code poolers.external}, and the cluster is deployed first: it admits the host, writes its
 * certificate to the vault and leaves it a share of PostgreSQL's connections.
 */
public final class PoolerNode extends ClusterNode {
  private final Firewall firewall;

  PoolerNode(
      Construct scope,
      String id,
      NodePlacement placement,
      Host host,
      CustomData customData,
      List<VaultSecret> secrets,
      Firewall firewall) {
    super(scope, id, placement, host, customData, secrets);
    this.firewall = firewall;
  }

  /** {@return PgBouncer, {@code 10.50.1.6:6432}} */
  public String endpoint() {
    return privateIp() + ":" + ClusterPorts.PGBOUNCER;
  }

  /** {@return the firewall of the host, to which flows can be added} */
  public Firewall firewall() {
    return firewall;
  }

  /** Builder of a {@link PoolerNode} in a stack other than the cluster's. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private ClusterSpec spec;
    private String name;
    private AzureLocation location;
    private Subnet subnet;
    private String zone;
    private Vault vault;
    private AdminAccess admin;
    private List<String> clientCidrs;

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
     * Sets the cluster that the host serves; required.
     *
     * @param spec the specification that is deployed: the host's settings follow from it
     * @return this builder
     */
    public Builder spec(ClusterSpec spec) {
      this.spec = spec;
      return this;
    }

    /**
     * Sets the name of host and VM; required.
     *
     * @param name under {@code poolers.external} in the cluster's specification, which has its
     *     address
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets resource group and region; required.
     *
     * @param location of its resources
     * @return this builder
     */
    public Builder location(AzureLocation location) {
      this.location = location;
      return this;
    }

    /**
     * Sets the subnet; required.
     *
     * @param subnet of the host's address, with a route to the cluster's subnet
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Sets the availability zone; required.
     *
     * @param zone {@code 1}, {@code 2} or {@code 3}
     * @return this builder
     */
    public Builder zone(String zone) {
      this.zone = zone;
      return this;
    }

    /**
     * Sets the cluster's vault; required.
     *
     * @param vault imported with {@code Vault.fromAttributes}
     * @return this builder
     */
    public Builder vault(Vault vault) {
      this.vault = vault;
      return this;
    }

    /**
     * Sets the administrator; required.
     *
     * @param admin login name and public keys
     * @return this builder
     */
    public Builder admin(AdminAccess admin) {
      this.admin = admin;
      return this;
    }

    /**
     * Sets who may connect; default the cluster's own client ranges.
     *
     * @param clientCidrs ranges, {@code 10.60.0.0/16}
     * @return this builder
     */
    public Builder clientCidrs(List<String> clientCidrs) {
      this.clientCidrs = List.copyOf(clientCidrs);
      return this;
    }

    /**
     * Creates the host.
     *
     * @return the host
     * @throws InvalidClusterException with everything that is wrong with the specification
     * @throws IllegalArgumentException if a required value is missing, the cluster does not know
     *     the host or has another vault
     */
    public PoolerNode build() {
      Preconditions.of("PoolerNode " + id)
          .require("spec", spec)
          .require("name", name)
          .require("location", location)
          .require("subnet", subnet)
          .require("zone", zone)
          .require("vault", vault)
          .require("admin", admin)
          .check();
      ExistingParts existing = new ExistingParts(null, subnet, vault, null);
      ClusterPlan plan = ClusterPlan.of(existing.complete(spec));
      existing.check(plan);
      Host host = host(plan);
      Firewall firewall =
          Firewall.Builder.create(scope, id + "-firewall").location(location).name(name).build();
      ClusterFlows.allowExternalPooler(firewall, plan, clientCidrs);
      return new PoolerNode(
          scope,
          id,
          new NodePlacement(plan.spec(), location, subnet, admin, firewall, null),
          host,
          new CloudInit().render(new HostModel(plan, host)),
          plan.secrets(host).byLabel().values().stream().map(vault::secret).toList(),
          firewall);
    }

    private Host host(ClusterPlan plan) {
      List<Host> external = plan.externalPoolers();
      return external.stream()
          .filter(host -> host.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "PoolerNode %s: cluster %s has no external pooler %s; its specification names: %s. Add the host to poolers.external and deploy the cluster first"
                          .formatted(id, plan.spec().name(), name, Host.names(external))))
          .inZone(zone);
    }
  }
}
