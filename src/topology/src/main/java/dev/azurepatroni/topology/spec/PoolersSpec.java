package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.map;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/**
 * PgBouncer hosts.
 *
 * @param nodes how many
 * @param vmSize Azure VM size
 * @param osDiskGb operating-system disk, GiB
 * @param defaultPoolSize server connections a pooler may hold for one user and database
 * @param maxClientConnections clients a pooler accepts
 * @param maxDatabaseConnections server connections a pooler may hold in all; 0: worked out
 * @param external poolers that other stacks create for this cluster, address by host name
 */
@RecordBuilder
public record PoolersSpec(
    @Setting(value = "Number of poolers.", min = 1, max = 16) Integer nodes,
    @Setting("VM size.") String vmSize,
    @Setting(value = "Size of the operating-system disk.", unit = "GiB", min = 30, max = 2048)
        Integer osDiskGb,
    @Setting(
            value =
                "Most server connections of one pooler for one user and database"
                    + " (`default_pool_size`).",
            min = 1,
            max = 10_000)
        Integer defaultPoolSize,
    @Setting(value = "Most clients of one pooler (`max_client_conn`).", min = 1, max = 100_000)
        Integer maxClientConnections,
    @Setting(
            value = "Most server connections of one pooler (`max_db_connections`).",
            min = 0,
            max = 10_000,
            defaultsTo =
                "0: what direct sessions and reserve leave of `postgresql.maxConnections`, divided by"
                    + " the number of poolers, external ones included")
        Integer maxDatabaseConnections,
    @Setting(
            "Addresses, by host name, of poolers that other stacks create for this cluster. The"
                + " cluster admits them, issues their certificates and counts their connections.")
        Map<String, String> external) {

  /**
   * Fills what was left out.
   *
   * @param nodes how many, 1 to 16; 2 if null
   * @param vmSize Azure VM size; Standard_D16s_v6 if null
   * @param osDiskGb operating-system disk, 30 to 2,048 GiB; 32 if null
   * @param defaultPoolSize server connections a pooler may hold for one user and database, 1 to
   *     10,000; 600 if null
   * @param maxClientConnections clients a pooler accepts, 1 to 100,000; 6,000 if null
   * @param maxDatabaseConnections server connections a pooler may hold in all, 0 to 10,000; 0 if
   *     null, which means worked out
   * @param external poolers that other stacks create, address by host name; empty if null
   */
  public PoolersSpec {
    nodes = or(nodes, 2);
    vmSize = or(vmSize, "Standard_D16s_v6");
    osDiskGb = or(osDiskGb, 32);
    defaultPoolSize = or(defaultPoolSize, 600);
    maxClientConnections = or(maxClientConnections, 6_000);
    maxDatabaseConnections = or(maxDatabaseConnections, 0);
    external = map(external);
  }

  /** {@return a builder in which nothing is set} */
  public static PoolersSpecBuilder builder() {
    return PoolersSpecBuilder.builder();
  }
}
