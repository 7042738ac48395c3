package dev.azurepatroni.topology.spec;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Builds a {@link ClusterSpec}. What is not set keeps its default. A part is changed by its own
 * builder, from what is set so far: {@code .database(database -> database.nodes(3))}.
 */
public final class ClusterSpecBuilder {
  private String name;
  private String location;
  private List<String> zones;
  private NetworkSpecBuilder network = NetworkSpecBuilder.builder();
  private DatabaseSpecBuilder database = DatabaseSpecBuilder.builder();
  private PoolersSpecBuilder poolers = PoolersSpecBuilder.builder();
  private EtcdSpecBuilder etcd = EtcdSpecBuilder.builder();
  private PostgresqlSpecBuilder postgresql = PostgresqlSpecBuilder.builder();
  private PatroniSpecBuilder patroni = PatroniSpecBuilder.builder();
  private PackagesSpecBuilder packages = PackagesSpecBuilder.builder();
  private LoadBalancersSpecBuilder loadBalancers = LoadBalancersSpecBuilder.builder();
  private PublicEndpointSpecBuilder publicEndpoint = PublicEndpointSpecBuilder.builder();
  private SshSpecBuilder ssh = SshSpecBuilder.builder();
  private ImageSpecBuilder image = ImageSpecBuilder.builder();
  private VaultSpecBuilder vault = VaultSpecBuilder.builder();
  private BackupSpecBuilder backup = BackupSpecBuilder.builder();
  private MonitoringSpecBuilder monitoring = MonitoringSpecBuilder.builder();
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
    builder.network = NetworkSpecBuilder.builder(from.network());
    builder.database = DatabaseSpecBuilder.builder(from.database());
    builder.poolers = PoolersSpecBuilder.builder(from.poolers());
    builder.etcd = EtcdSpecBuilder.builder(from.etcd());
    builder.postgresql = PostgresqlSpecBuilder.builder(from.postgresql());
    builder.patroni = PatroniSpecBuilder.builder(from.patroni());
    builder.packages = PackagesSpecBuilder.builder(from.packages());
    builder.loadBalancers = LoadBalancersSpecBuilder.builder(from.loadBalancers());
    builder.publicEndpoint = PublicEndpointSpecBuilder.builder(from.publicEndpoint());
    builder.ssh = SshSpecBuilder.builder(from.ssh());
    builder.image = ImageSpecBuilder.builder(from.image());
    builder.vault = VaultSpecBuilder.builder(from.vault());
    builder.backup = BackupSpecBuilder.builder(from.backup());
    builder.monitoring = MonitoringSpecBuilder.builder(from.monitoring());
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
   * Changes {@code network}: addresses and who may connect.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder network(Consumer<NetworkSpecBuilder> change) {
    change.accept(network);
    return this;
  }

  /**
   * Changes {@code database}: database hosts and their disks.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder database(Consumer<DatabaseSpecBuilder> change) {
    change.accept(database);
    return this;
  }

  /**
   * Changes {@code poolers}: PgBouncer hosts.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder poolers(Consumer<PoolersSpecBuilder> change) {
    change.accept(poolers);
    return this;
  }

  /**
   * Changes {@code etcd}: the etcd members besides those on the database hosts.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder etcd(Consumer<EtcdSpecBuilder> change) {
    change.accept(etcd);
    return this;
  }

  /**
   * Changes {@code postgresql}: PostgreSQL settings.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder postgresql(Consumer<PostgresqlSpecBuilder> change) {
    change.accept(postgresql);
    return this;
  }

  /**
   * Changes {@code patroni}: failover settings.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder patroni(Consumer<PatroniSpecBuilder> change) {
    change.accept(patroni);
    return this;
  }

  /**
   * Changes {@code packages}: where hosts install from, and which versions.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder packages(Consumer<PackagesSpecBuilder> change) {
    change.accept(packages);
    return this;
  }

  /**
   * Changes {@code loadBalancers}: probe and idle settings of both load balancers.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder loadBalancers(Consumer<LoadBalancersSpecBuilder> change) {
    change.accept(loadBalancers);
    return this;
  }

  /**
   * Changes {@code publicEndpoint}: the optional endpoint on the internet.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder publicEndpoint(Consumer<PublicEndpointSpecBuilder> change) {
    change.accept(publicEndpoint);
    return this;
  }

  /**
   * Changes {@code ssh}: administrator login.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder ssh(Consumer<SshSpecBuilder> change) {
    change.accept(ssh);
    return this;
  }

  /**
   * Changes {@code image}: operating-system image of every host.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder image(Consumer<ImageSpecBuilder> change) {
    change.accept(image);
    return this;
  }

  /**
   * Changes {@code vault}: where the secrets are.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder vault(Consumer<VaultSpecBuilder> change) {
    change.accept(vault);
    return this;
  }

  /**
   * Changes {@code backup}: backups and the archive of the write-ahead log.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder backup(Consumer<BackupSpecBuilder> change) {
    change.accept(backup);
    return this;
  }

  /**
   * Changes {@code monitoring}: logs and metrics.
   *
   * @param change what to set
   * @return this builder
   */
  public ClusterSpecBuilder monitoring(Consumer<MonitoringSpecBuilder> change) {
    change.accept(monitoring);
    return this;
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
        network.build(),
        database.build(),
        poolers.build(),
        etcd.build(),
        postgresql.build(),
        patroni.build(),
        packages.build(),
        loadBalancers.build(),
        publicEndpoint.build(),
        ssh.build(),
        image.build(),
        vault.build(),
        backup.build(),
        monitoring.build(),
        tags,
        vmSizes);
  }
}
