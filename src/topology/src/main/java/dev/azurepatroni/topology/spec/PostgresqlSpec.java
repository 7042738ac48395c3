package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.map;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL itself.
 *
 * @param version major version
 * @param maxConnections max_connections
 * @param reservedConnections connections kept free of the poolers; 0: worked out
 * @param parameters overrides of tuned parameters
 * @param logicalSlots replication slots of applications that survive a failover
 */
@RecordBuilder
public record PostgresqlSpec(
    @Setting(value = "Major version.", min = 16, max = 16) Integer version,
    @Setting(value = "`max_connections`.", min = 20, max = 10_000) Integer maxConnections,
    @Setting(
            value =
                "Connections that the poolers leave free, for administration and direct"
                    + " sessions.",
            min = 0,
            max = 5_000,
            defaultsTo = "0: a tenth of `maxConnections`, at least 10")
        Integer reservedConnections,
    @Setting(
            "PostgreSQL parameters that replace tuned ones. Synthesis refuses a parameter that another"
                + " setting or Patroni sets, and a value that loses acknowledged rows.")
        Map<String, String> parameters,
    @Setting(
            value =
                "Logical replication slots of applications. Patroni creates them, advances them on the"
                    + " standbys, and keeps them through a switchover and a failover. It drops a"
                    + " logical slot that is not listed here.")
        List<LogicalSlotSpec> logicalSlots) {

  /**
   * Fills what was left out.
   *
   * @param version major version, 16; 16 if null
   * @param maxConnections max_connections, 20 to 10,000; 500 if null
   * @param reservedConnections connections kept free of the poolers, 0 to 5,000; 0 if null, which
   *     means worked out
   * @param parameters overrides of tuned parameters; empty if null
   * @param logicalSlots replication slots of applications; empty if null
   */
  public PostgresqlSpec {
    version = or(version, 16);
    maxConnections = or(maxConnections, 500);
    reservedConnections = or(reservedConnections, 0);
    parameters = map(parameters);
    logicalSlots = list(logicalSlots);
  }

  /** {@return a builder in which nothing is set} */
  public static PostgresqlSpecBuilder builder() {
    return PostgresqlSpecBuilder.builder();
  }
}
