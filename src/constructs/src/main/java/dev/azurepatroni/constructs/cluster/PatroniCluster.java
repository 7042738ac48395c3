package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.Annotations;
import dev.azurepatroni.constructs.internal.Required;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.constructs.secrets.CertificateAuthority;
import dev.azurepatroni.constructs.secrets.SecretVault;
import dev.azurepatroni.topology.Topology;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.constructs.Construct;

/**
 * A highly available PostgreSQL: database nodes, poolers, quorum, load balancers, vault and
 * monitoring, wired.
 *
 * <p>Required: spec. By default it makes resource group, network and vault of its own; each can be
 * given instead. Whatever is wrong with the specification fails the synthesis with every finding,
 * and what its owner should know is said as a warning. The stack has to configure the providers
 * azurerm, random and tls.
 */
public final class PatroniCluster extends Construct {
  private final ClusterParts parts;

  private PatroniCluster(Construct scope, String id, Blueprint blueprint, ExistingParts existing) {
    super(scope, id);
    getNode().addValidation(() -> blueprint.errors().stream().map(Finding::toString).toList());
    blueprint.warnings().forEach(warning -> Annotations.of(this).addWarning(warning.toString()));
    Optional<Topology> topology = blueprint.topology();
    this.parts =
        topology.map(sound -> new ClusterParts(this, sound, blueprint, existing)).orElse(null);
    topology.ifPresent(this::announce);
  }

  private void announce(Topology topology) {
    Annotations.of(this).addInfo(Report.of(topology));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("cluster", topology.spec().name());
    tags.put("managed-by", "azure-patroni");
    tags.putAll(topology.spec().tags());
    ResourceTags.of(this, tags);
  }

  /**
   * {@return the cluster worked out}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public Topology topology() {
    return sound().topology();
  }

  /**
   * {@return the database endpoint: always the leader}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public InternalLb databaseLb() {
    return sound().endpoints().databaseLb();
  }

  /**
   * {@return the pooler endpoint: what applications connect to}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public InternalLb poolerLb() {
    return sound().endpoints().poolerLb();
  }

  /** {@return the endpoint on the internet, where the specification asks for one} */
  public Optional<PublicLb> publicLb() {
    return sound().endpoints().publicLb();
  }

  /**
   * {@return the voters}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public EtcdQuorum quorum() {
    return sound().quorum();
  }

  /**
   * {@return where the secrets are}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public SecretVault vault() {
    return sound().vault();
  }

  /**
   * {@return the certificate authority, also for hosts of other stacks that verify this cluster}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public CertificateAuthority authority() {
    return sound().authority();
  }

  /**
   * {@return name of the administrator's generated key in the vault; empty where the specification
   * names keys}
   *
   * @throws IllegalStateException if the specification has errors
   */
  public Optional<String> sshKeySecret() {
    return sound().sshKey().map(GeneratedSshKey::secretName);
  }

  private ClusterParts sound() {
    if (parts == null) {
      throw new IllegalStateException(
          "the cluster's specification has errors, which the synthesis reports; nothing was built");
    }
    return parts;
  }

  /** Collects what a PatroniCluster needs. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private ClusterSpec spec;
    private Blueprint blueprint;
    private String resourceGroup;
    private ClusterSubnet subnet;
    private SecretVault vault;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts one.
     *
     * @param scope where in the tree
     * @param id within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * What the cluster is to be.
     *
     * @param spec name, location and what differs from the tuned defaults
     * @return this builder
     */
    public Builder spec(ClusterSpec spec) {
      this.spec = spec;
      return this;
    }

    /**
     * A specification worked out already, so that it need not be again.
     *
     * @param blueprint of the specification
     * @return this builder
     */
    public Builder blueprint(Blueprint blueprint) {
      this.blueprint = blueprint;
      return this;
    }

    /**
     * A resource group that exists already.
     *
     * @param name literal or from a data source
     * @return this builder
     */
    public Builder resourceGroup(String name) {
      this.resourceGroup = name;
      return this;
    }

    /**
     * A subnet that exists already, of the range that the specification's network.subnet names.
     *
     * @param subnet by id
     * @return this builder
     */
    public Builder subnet(ClusterSubnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * A vault that exists already; the specification then need not name one.
     *
     * @param vault by id and name
     * @return this builder
     */
    public Builder vault(SecretVault vault) {
      this.vault = vault;
      return this;
    }

    /**
     * Creates the cluster.
     *
     * @return the cluster
     * @throws IllegalArgumentException if no specification was given, or one that names another
     *     vault than the given
     */
    public PatroniCluster build() {
      Required.in("PatroniCluster " + id)
          .value("spec", blueprint == null ? spec : blueprint)
          .check();
      ExistingParts existing =
          new ExistingParts(
              Optional.ofNullable(resourceGroup),
              Optional.ofNullable(subnet),
              Optional.ofNullable(vault));
      Blueprint worked = blueprint == null ? Blueprint.of(existing.complete(spec)) : blueprint;
      worked.topology().ifPresent(existing::check);
      return new PatroniCluster(scope, id, worked, existing);
    }
  }
}
