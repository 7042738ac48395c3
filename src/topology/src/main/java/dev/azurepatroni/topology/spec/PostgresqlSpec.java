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
 * @param directConnections sessions that clients may open without a pooler; 0: worked out
 * @param reservedConnections connections kept free of poolers and direct sessions; 0: worked out
 * @param parameters overrides of tuned parameters
 * @param logicalSlots replication slots of applications that survive a failover
 */
@RecordBuilder
public record PostgresqlSpec(
    @Setting(value = "Major version. It cannot be changed once a cluster runs.", min = 16, max = 17)
        Integer version,
    @Setting(value = "`max_connections`.", min = 20, max = 10_000) Integer maxConnections,
    @Setting(
            value =
                "Sessions that clients may open at the database endpoint, without a pooler."
                    + " Poolers never take these connections, and these sessions never take the"
                    + " poolers'.",
            min = 0,
            max = 5_000,
            defaultsTo = "0: a tenth of `maxConnections`, at least 5")
        Integer directConnections,
    @Setting(
            value =
                "Connections that poolers and direct sessions leave free: for superusers,"
                    + " monitoring and backup. At least 10, or 0.",
            min = 0,
            max = 5_000,
            defaultsTo = "0: a 25th of `maxConnections`, at least 10")
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
   * @param version major version, 16 or 17; 16 if null
   * @param maxConnections max_connections, 20 to 10,000; 500 if null
   * @param directConnections sessions that clients may open without a pooler, 0 to 5,000; 0 if
   *     null, which means a tenth of maxConnections, at least 5
   * @param reservedConnections connections kept free of poolers and direct sessions, 0 or 10 to
   *     5,000; 0 if null, which means a 25th of maxConnections, at least 10
   * @param parameters overrides of tuned parameters; empty if null
   * @param logicalSlots replication slots of applications; empty if null
   */
  public PostgresqlSpec {
    version = or(version, 16);
    maxConnections = or(maxConnections, 500);
    directConnections = or(directConnections, 0);
    reservedConnections = or(reservedConnections, 0);
    parameters = map(parameters);
    logicalSlots = list(logicalSlots);
  }

  /** {@return a builder in which nothing is set} */
  public static PostgresqlSpecBuilder builder() {
    return PostgresqlSpecBuilder.builder();
  }
}
