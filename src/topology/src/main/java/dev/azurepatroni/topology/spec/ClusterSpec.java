package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.map;
import static dev.azurepatroni.topology.spec.Defaults.or;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything a person may say about one cluster. Only the name and the location are required.
 *
 * @param name prefix of every resource and host
 * @param location Azure region
 * @param zones availability zones of the database nodes and poolers, in order; empty: chosen
 * @param network addresses and who may connect
 * @param database database hosts and their disks
 * @param poolers PgBouncer hosts
 * @param etcd the etcd members besides those on the database hosts
 * @param postgresql PostgreSQL settings
 * @param patroni failover settings
 * @param packages where hosts install from, and which versions
 * @param loadBalancers probe and idle settings of both load balancers
 * @param publicEndpoint the optional endpoint on the internet
 * @param ssh administrator login
 * @param image operating-system image of every host
 * @param vault where the secrets are
 * @param backup backups and the archive of the write-ahead log
 * @param monitoring logs and metrics
 * @param tags tags of every resource
 * @param vmSizes figures of VM sizes that the built-in catalogue does not know
 */
public record ClusterSpec(
    @Setting(
            value = "Prefix of every resource and host name.",
            required = true,
            example = "pgpatroni",
            pattern = "(?=.{2,21}$)[a-z](-?[a-z0-9])+",
            patternMeans =
                "2 to 21 lower-case letters, digits and single dashes, starting with a letter")
        String name,
    @Setting(
            value = "Azure region, by its programmatic name.",
            required = true,
            example = "germanywestcentral",
            pattern = "[a-z][a-z0-9]+",
            patternMeans = "lower-case letters and digits, as `az account list-locations` prints")
        String location,
    @Setting(
            value =
                "Availability zones, in the order in which database nodes and poolers use them. After"
                    + " the last one the first one is used again.",
            pattern = "[123]",
            patternMeans = "\"1\", \"2\" or \"3\"",
            example = "1",
            defaultsTo = "`[\"1\", \"3\"]`, with three database nodes `[\"1\", \"3\", \"2\"]`")
        List<String> zones,
    @Setting("Addresses, and the networks that may connect.") NetworkSpec network,
    @Setting("Database hosts. Each runs PostgreSQL, Patroni and an etcd member.")
        DatabaseSpec database,
    @Setting("PgBouncer hosts.") PoolersSpec poolers,
    @Setting("The etcd member that runs outside the database hosts.") EtcdSpec etcd,
    @Setting("PostgreSQL.") PostgresqlSpec postgresql,
    @Setting("Failover.") PatroniSpec patroni,
    @Setting("Repositories and versions of packages.") PackagesSpec packages,
    @Setting("The two internal load balancers.") LoadBalancersSpec loadBalancers,
    @Setting("Public endpoint of the poolers, off by default.") PublicEndpointSpec publicEndpoint,
    @Setting("Login of the administrator.") SshSpec ssh,
    @Setting("Operating-system image of every host.") ImageSpec image,
    @Setting("Key Vault for passwords and certificates.") VaultSpec vault,
    @Setting("Backups and the archive of the write-ahead log.") BackupSpec backup,
    @Setting("Azure Monitor.") MonitoringSpec monitoring,
    @Setting("Tags of every resource.") Map<String, String> tags,
    @Setting(
            "Figures of VM sizes by name, for sizes that are not in the built-in catalogue. An entry"
                + " replaces the catalogue's figures.")
        Map<String, VmSizeSpec> vmSizes) {

  /**
   * Fills what was left out.
   *
   * @param name prefix of every resource and host; required
   * @param location Azure region; required
   * @param zones availability zones of the database nodes and poolers, in order; empty if null,
   *     which means chosen
   * @param network addresses and who may connect; the defaults if null
   * @param database database hosts and their disks; the defaults if null
   * @param poolers PgBouncer hosts; the defaults if null
   * @param etcd the etcd members besides those on the database hosts; the defaults if null
   * @param postgresql PostgreSQL settings; the defaults if null
   * @param patroni failover settings; the defaults if null
   * @param packages where hosts install from, and which versions; the defaults if null
   * @param loadBalancers probe and idle settings of both load balancers; the defaults if null
   * @param publicEndpoint the optional endpoint on the internet; the defaults if null
   * @param ssh administrator login; the defaults if null
   * @param image operating-system image of every host; the defaults if null
   * @param vault where the secrets are; the defaults if null
   * @param backup backups and the archive of the write-ahead log; the defaults if null
   * @param monitoring logs and metrics; the defaults if null
   * @param tags tags of every resource; empty if null
   * @param vmSizes figures of VM sizes that the built-in catalogue does not know; empty if null
   * @throws NullPointerException if the name or the location is missing
   */
  public ClusterSpec {
    Objects.requireNonNull(name, "ClusterSpec: name is required, for example \"pgpatroni\"");
    Objects.requireNonNull(
        location, "ClusterSpec: location is required, for example \"germanywestcentral\"");
    zones = list(zones);
    network = or(network, NetworkSpecBuilder.builder().build());
    database = or(database, DatabaseSpecBuilder.builder().build());
    poolers = or(poolers, PoolersSpecBuilder.builder().build());
    etcd = or(etcd, EtcdSpecBuilder.builder().build());
    postgresql = or(postgresql, PostgresqlSpecBuilder.builder().build());
    patroni = or(patroni, PatroniSpecBuilder.builder().build());
    packages = or(packages, PackagesSpecBuilder.builder().build());
    loadBalancers = or(loadBalancers, LoadBalancersSpecBuilder.builder().build());
    publicEndpoint = or(publicEndpoint, PublicEndpointSpecBuilder.builder().build());
    ssh = or(ssh, SshSpecBuilder.builder().build());
    image = or(image, ImageSpecBuilder.builder().build());
    vault = or(vault, VaultSpecBuilder.builder().build());
    backup = or(backup, BackupSpecBuilder.builder().build());
    monitoring = or(monitoring, MonitoringSpecBuilder.builder().build());
    tags = map(tags);
    vmSizes = map(vmSizes);
  }

  /**
   * The cluster of tuned defaults.
   *
   * @param name prefix of every resource and host
   * @param location Azure region
   * @return a cluster of two database nodes, two poolers and a witness
   */
  public static ClusterSpec ofDefaults(String name, String location) {
    return ClusterSpecBuilder.builder().name(name).location(location).build();
  }

  /** {@return a builder in which nothing is set} */
  public static ClusterSpecBuilder builder() {
    return ClusterSpecBuilder.builder();
  }
}
