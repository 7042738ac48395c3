package dev.azurepatroni.topology.spec;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds a {@link ClusterSpec}. What is not set keeps its default. */
public final class ClusterSpecBuilder {
  private String name;
  private String location;
  private List<String> zones;
  private NetworkSpec network;
  private DatabaseSpec database;
  private PoolersSpec poolers;
  private EtcdSpec etcd;
  private PostgresqlSpec postgresql;
  private PatroniSpec patroni;
  private PackagesSpec packages;
  private LoadBalancersSpec loadBalancers;
  private PublicEndpointSpec publicEndpoint;
  private SshSpec ssh;
  private ImageSpec image;
  private VaultSpec vault;
  private MonitoringSpec monitoring;
  private Map<String, String> tags;
  private Map<String, VmSizeSpec> vmSizes;

  private ClusterSpecBuilder() {}

  /** {@return a builder in which nothing is set} */
  public static ClusterSpecBuilder builder() {
    return new ClusterSpecBuilder();
  }

  /**
   * Starts from another specification.
   *
   * @param from the specification to copy
   * @return a builder with its values
   */
  public static ClusterSpecBuilder builder(ClusterSpec from) {
    ClusterSpecBuilder builder = new ClusterSpecBuilder();
    builder.name = from.name();
    builder.location = from.location();
    builder.zones = from.zones();
    builder.network = from.network();
    builder.database = from.database();
    builder.poolers = from.poolers();
    builder.etcd = from.etcd();
    builder.postgresql = from.postgresql();
    builder.patroni = from.patroni();
    builder.packages = from.packages();
    builder.loadBalancers = from.loadBalancers();
    builder.publicEndpoint = from.publicEndpoint();
    builder.ssh = from.ssh();
    builder.image = from.image();
    builder.vault = from.vault();
    builder.monitoring = from.monitoring();
    builder.tags = from.tags();
    builder.vmSizes = from.vmSizes();
    return builder;
  }

  /**
   * Sets {@code name}.
   *
   * @param name prefix of every resource and host
   * @return this builder
   */
  public ClusterSpecBuilder name(String name) {
    this.name = name;
    return this;
  }

  /**
   * Sets {@code location}.
   *
   * @param location Azure region
   * @return this builder
   */
  public ClusterSpecBuilder location(String location) {
    this.location = location;
    return this;
  }

  /**
   * Sets {@code zones}.
   *
   * @param zones availability zones of the database nodes and poolers, in order; empty: chosen
   * @return this builder
   */
  public ClusterSpecBuilder zones(List<String> zones) {
    this.zones = zones;
    return this;
  }

  /**
   * Sets {@code network}.
   *
   * @param network addresses and who may connect
   * @return this builder
   */
  public ClusterSpecBuilder network(NetworkSpec network) {
    this.network = network;
    return this;
  }

  /**
   * Changes {@code network}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder network(Consumer<NetworkSpecBuilder> change) {
    NetworkSpecBuilder builder =
        network == null ? NetworkSpecBuilder.builder() : NetworkSpecBuilder.builder(network);
    change.accept(builder);
    return network(builder.build());
  }

  /**
   * Sets {@code database}.
   *
   * @param database database hosts and their disks
   * @return this builder
   */
  public ClusterSpecBuilder database(DatabaseSpec database) {
    this.database = database;
    return this;
  }

  /**
   * Changes {@code database}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder database(Consumer<DatabaseSpecBuilder> change) {
    DatabaseSpecBuilder builder =
        database == null ? DatabaseSpecBuilder.builder() : DatabaseSpecBuilder.builder(database);
    change.accept(builder);
    return database(builder.build());
  }

  /**
   * Sets {@code poolers}.
   *
   * @param poolers PgBouncer hosts
   * @return this builder
   */
  public ClusterSpecBuilder poolers(PoolersSpec poolers) {
    this.poolers = poolers;
    return this;
  }

  /**
   * Changes {@code poolers}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder poolers(Consumer<PoolersSpecBuilder> change) {
    PoolersSpecBuilder builder =
        poolers == null ? PoolersSpecBuilder.builder() : PoolersSpecBuilder.builder(poolers);
    change.accept(builder);
    return poolers(builder.build());
  }

  /**
   * Sets {@code etcd}.
   *
   * @param etcd the voters beside the database hosts
   * @return this builder
   */
  public ClusterSpecBuilder etcd(EtcdSpec etcd) {
    this.etcd = etcd;
    return this;
  }

  /**
   * Changes {@code etcd}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder etcd(Consumer<EtcdSpecBuilder> change) {
    EtcdSpecBuilder builder =
        etcd == null ? EtcdSpecBuilder.builder() : EtcdSpecBuilder.builder(etcd);
    change.accept(builder);
    return etcd(builder.build());
  }

  /**
   * Sets {@code postgresql}.
   *
   * @param postgresql PostgreSQL settings
   * @return this builder
   */
  public ClusterSpecBuilder postgresql(PostgresqlSpec postgresql) {
    this.postgresql = postgresql;
    return this;
  }

  /**
   * Changes {@code postgresql}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder postgresql(Consumer<PostgresqlSpecBuilder> change) {
    PostgresqlSpecBuilder builder =
        postgresql == null
            ? PostgresqlSpecBuilder.builder()
            : PostgresqlSpecBuilder.builder(postgresql);
    change.accept(builder);
    return postgresql(builder.build());
  }

  /**
   * Sets {@code patroni}.
   *
   * @param patroni failover settings
   * @return this builder
   */
  public ClusterSpecBuilder patroni(PatroniSpec patroni) {
    this.patroni = patroni;
    return this;
  }

  /**
   * Changes {@code patroni}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder patroni(Consumer<PatroniSpecBuilder> change) {
    PatroniSpecBuilder builder =
        patroni == null ? PatroniSpecBuilder.builder() : PatroniSpecBuilder.builder(patroni);
    change.accept(builder);
    return patroni(builder.build());
  }

  /**
   * Sets {@code packages}.
   *
   * @param packages where hosts install from, and which versions
   * @return this builder
   */
  public ClusterSpecBuilder packages(PackagesSpec packages) {
    this.packages = packages;
    return this;
  }

  /**
   * Changes {@code packages}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder packages(Consumer<PackagesSpecBuilder> change) {
    PackagesSpecBuilder builder =
        packages == null ? PackagesSpecBuilder.builder() : PackagesSpecBuilder.builder(packages);
    change.accept(builder);
    return packages(builder.build());
  }

  /**
   * Sets {@code loadBalancers}.
   *
   * @param loadBalancers probe and idle settings of both load balancers
   * @return this builder
   */
  public ClusterSpecBuilder loadBalancers(LoadBalancersSpec loadBalancers) {
    this.loadBalancers = loadBalancers;
    return this;
  }

  /**
   * Changes {@code loadBalancers}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder loadBalancers(Consumer<LoadBalancersSpecBuilder> change) {
    LoadBalancersSpecBuilder builder =
        loadBalancers == null
            ? LoadBalancersSpecBuilder.builder()
            : LoadBalancersSpecBuilder.builder(loadBalancers);
    change.accept(builder);
    return loadBalancers(builder.build());
  }

  /**
   * Sets {@code publicEndpoint}.
   *
   * @param publicEndpoint the optional endpoint on the internet
   * @return this builder
   */
  public ClusterSpecBuilder publicEndpoint(PublicEndpointSpec publicEndpoint) {
    this.publicEndpoint = publicEndpoint;
    return this;
  }

  /**
   * Changes {@code publicEndpoint}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder publicEndpoint(Consumer<PublicEndpointSpecBuilder> change) {
    PublicEndpointSpecBuilder builder =
        publicEndpoint == null
            ? PublicEndpointSpecBuilder.builder()
            : PublicEndpointSpecBuilder.builder(publicEndpoint);
    change.accept(builder);
    return publicEndpoint(builder.build());
  }

  /**
   * Sets {@code ssh}.
   *
   * @param ssh administrator login
   * @return this builder
   */
  public ClusterSpecBuilder ssh(SshSpec ssh) {
    this.ssh = ssh;
    return this;
  }

  /**
   * Changes {@code ssh}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder ssh(Consumer<SshSpecBuilder> change) {
    SshSpecBuilder builder = ssh == null ? SshSpecBuilder.builder() : SshSpecBuilder.builder(ssh);
    change.accept(builder);
    return ssh(builder.build());
  }

  /**
   * Sets {@code image}.
   *
   * @param image operating-system image of every host
   * @return this builder
   */
  public ClusterSpecBuilder image(ImageSpec image) {
    this.image = image;
    return this;
  }

  /**
   * Changes {@code image}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder image(Consumer<ImageSpecBuilder> change) {
    ImageSpecBuilder builder =
        image == null ? ImageSpecBuilder.builder() : ImageSpecBuilder.builder(image);
    change.accept(builder);
    return image(builder.build());
  }

  /**
   * Sets {@code vault}.
   *
   * @param vault where the secrets are
   * @return this builder
   */
  public ClusterSpecBuilder vault(VaultSpec vault) {
    this.vault = vault;
    return this;
  }

  /**
   * Changes {@code vault}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder vault(Consumer<VaultSpecBuilder> change) {
    VaultSpecBuilder builder =
        vault == null ? VaultSpecBuilder.builder() : VaultSpecBuilder.builder(vault);
    change.accept(builder);
    return vault(builder.build());
  }

  /**
   * Sets {@code monitoring}.
   *
   * @param monitoring logs and metrics
   * @return this builder
   */
  public ClusterSpecBuilder monitoring(MonitoringSpec monitoring) {
    this.monitoring = monitoring;
    return this;
  }

  /**
   * Changes {@code monitoring}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder monitoring(Consumer<MonitoringSpecBuilder> change) {
    MonitoringSpecBuilder builder =
        monitoring == null
            ? MonitoringSpecBuilder.builder()
            : MonitoringSpecBuilder.builder(monitoring);
    change.accept(builder);
    return monitoring(builder.build());
  }

  /**
   * Sets {@code tags}.
   *
   * @param tags tags of every resource
   * @return this builder
   */
  public ClusterSpecBuilder tags(Map<String, String> tags) {
    this.tags = tags;
    return this;
  }

  /**
   * Sets {@code vmSizes}.
   *
   * @param vmSizes figures of VM sizes that the built-in catalogue does not know
   * @return this builder
   */
  public ClusterSpecBuilder vmSizes(Map<String, VmSizeSpec> vmSizes) {
    this.vmSizes = vmSizes;
    return this;
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   * @throws NullPointerException if the name or the location is missing
   */
  public ClusterSpec build() {
    return new ClusterSpec(
        name,
        location,
        zones,
        network,
        database,
        poolers,
        etcd,
        postgresql,
        patroni,
        packages,
        loadBalancers,
        publicEndpoint,
        ssh,
        image,
        vault,
        monitoring,
        tags,
        vmSizes);
  }
}
