package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.Annotations;
import dev.azurepatroni.constructs.backup.BackupStore;
import dev.azurepatroni.constructs.cloudinit.RenderedHosts;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.internal.AzurermVersion;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.monitoring.Monitoring;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.ClusterPlan;
import dev.azurepatroni.topology.InvalidClusterException;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.constructs.Construct;

/**
 * A highly available PostgreSQL: database nodes, poolers, etcd members, load balancers, firewall,
 * vault, backup store and monitoring, connected.
 *
 * <p>Required: spec. By default it creates its own resource group, network, vault and backup store;
 * each can be given instead. Warnings about the specification become annotations.
 *
 * <p>Needs the providers azurerm 4.75 to 4.81, random and tls, Terraform 1.11, and a deploying
 * identity that may create these resources and assign roles (<em>Contributor</em> and <em>Role
 * Based Access Control Administrator</em> on the resource group, or on the subscription for a new
 * group). It creates no outputs: a stack makes them from the endpoints, nodes and secrets that the
 * methods return.
 */
public final class PatroniCluster extends Construct {
  private final ClusterParts parts;

  private PatroniCluster(Construct scope, String id, RenderedHosts hosts, ExistingParts existing) {
    super(scope, id);
    AzurermVersion.require(this);
    ClusterPlan plan = hosts.plan();
    plan.warnings().stream()
        .filter(existing::concerns)
        .forEach(warning -> Annotations.of(this).addWarning(warning.toString()));
    this.parts = new ClusterParts(this, hosts, existing);
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("cluster", plan.spec().name());
    tags.put("managed-by", "azure-patroni");
    tags.putAll(plan.spec().tags());
    ResourceTags.of(this, tags);
  }

  /** {@return hosts, addresses, settings and budgets of the cluster} */
  public ClusterPlan plan() {
    return parts.plan();
  }

  /** {@return the database nodes, in the order of their numbers} */
  public List<PatroniNode> databaseNodes() {
    return parts.databaseNodes();
  }

  /** {@return the cluster's own poolers, in the order of their numbers} */
  public List<PoolerNode> poolers() {
    return parts.poolers();
  }

  /** {@return the witness, where the cluster has one} */
  public Optional<VirtualMachine> witness() {
    return parts.witness();
  }

  /** {@return the database endpoint: always the leader} */
  public InternalLb databaseLb() {
    return parts.endpoints().databaseLb();
  }

  /** {@return the pooler endpoint: what applications connect to} */
  public InternalLb poolerLb() {
    return parts.endpoints().poolerLb();
  }

  /** {@return the endpoint on the internet, where the specification asks for one} */
  public Optional<PublicLb> publicLb() {
    return parts.endpoints().publicLb();
  }

  /** {@return the etcd members} */
  public EtcdQuorum quorum() {
    return parts.quorum();
  }

  /** {@return the firewall, to which a team can add flows and groups of its own} */
  public Firewall firewall() {
    return parts.firewall();
  }

  /** {@return logs and metrics; empty where the specification switches them off} */
  public Optional<Monitoring> monitoring() {
    return parts.monitoring();
  }

  /** {@return the vault of the secrets} */
  public Vault vault() {
    return parts.vault();
  }

  /** {@return where backups are stored; empty where the specification switches them off} */
  public Optional<BackupStore> backupStore() {
    return parts.backupStore();
  }

  /**
   * {@return the certificate authority, also for hosts of other stacks that verify this cluster}
   */
  public CertificateAuthority authority() {
    return parts.authority();
  }

  /**
   * {@return name of the administrator's generated key in the vault; empty where the specification
   * names keys}
   */
  public Optional<String> sshKeySecret() {
    return parts.sshKey().map(GeneratedSshKey::secretName);
  }

  /** Builder of a {@link PatroniCluster}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private ClusterSpec spec;
    private RenderedHosts rendered;
    private String resourceGroup;
    private Subnet subnet;
    private Vault vault;
    private BackupStore backupStore;

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
     * Sets the specification; required without {@code rendered}.
     *
     * @param spec name, location and what differs from the tuned defaults
     * @return this builder
     */
    public Builder spec(ClusterSpec spec) {
      this.spec = spec;
      return this;
    }

    /**
     * Sets a plan that is rendered already, in place of a specification; default none.
     *
     * @param rendered the cluster
     * @return this builder
     */
    public Builder rendered(RenderedHosts rendered) {
      this.rendered = rendered;
      return this;
    }

    /**
     * Sets an existing resource group; default a new one.
     *
     * @param name literal or from a data source
     * @return this builder
     */
    public Builder resourceGroup(String name) {
      this.resourceGroup = name;
      return this;
    }

    /**
     * Sets an existing subnet; default a new network.
     *
     * @param subnet of the range that the specification's {@code network.subnet} names
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Sets an existing vault; default a new one.
     *
     * @param vault which the specification then need not name
     * @return this builder
     */
    public Builder vault(Vault vault) {
      this.vault = vault;
      return this;
    }

    /**
     * Sets an existing container for backups; default a new storage account.
     *
     * @param backupStore which the specification then need not name; its account must admit the
     *     hosts' subnet
     * @return this builder
     */
    public Builder backupStore(BackupStore backupStore) {
      this.backupStore = backupStore;
      return this;
    }

    /**
     * Creates the cluster.
     *
     * @return the cluster
     * @throws InvalidClusterException with everything that is wrong with the specification
     * @throws IllegalArgumentException if no specification was given, or one that names another
     *     vault or backup store than the given
     */
    public PatroniCluster build() {
      Preconditions.of("PatroniCluster " + id)
          .require("spec", rendered == null ? spec : rendered)
          .check();
      ExistingParts existing = new ExistingParts(resourceGroup, subnet, vault, backupStore);
      RenderedHosts hosts =
          rendered == null ? RenderedHosts.of(ClusterPlan.of(existing.complete(spec))) : rendered;
      List<Finding> tooLarge = hosts.findings();
      if (!tooLarge.isEmpty()) {
        throw new InvalidClusterException(hosts.plan().spec().name(), tooLarge);
      }
      existing.check(hosts.plan());
      return new PatroniCluster(scope, id, hosts, existing);
    }
  }
}
