package dev.azurepatroni.topology.spec;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/**
 * A logical replication slot of an application.
 *
 * @param name of the slot
 * @param database whose changes it decodes
 * @param plugin output plugin
 */
@RecordBuilder
public record LogicalSlotSpec(
    @Setting(
            value = "Name of the slot.",
            required = true,
            pattern = "[a-z0-9_]{1,63}",
            patternMeans = "1 to 63 lower-case letters, digits or underscores",
            example = "orders_cdc")
        String name,
    @Setting(
            value = "Database whose changes the slot decodes: `application` or `postgres`.",
            required = true,
            example = "application")
        String database,
    @Setting(
            value =
                "Output plugin. `pgoutput` and `test_decoding` come with PostgreSQL; any other must be"
                    + " installed on every database host.",
            required = true,
            pattern = "[A-Za-z0-9_$/.-]{1,63}",
            patternMeans = "the name of a library: letters, digits, `_`, `-`, `.`, `$` and `/`",
            example = "pgoutput")
        String plugin) {

  /**
   * Copies what it is given.
   *
   * @param name of the slot: lower-case letters, digits, underscores; required
   * @param database whose changes it decodes; required
   * @param plugin output plugin; required
   * @throws NullPointerException if something is missing
   */
  public LogicalSlotSpec {
    Objects.requireNonNull(name, "LogicalSlotSpec: name is required");
    Objects.requireNonNull(database, "LogicalSlotSpec: database is required");
    Objects.requireNonNull(plugin, "LogicalSlotSpec: plugin is required");
  }

  /** {@return a builder in which nothing is set} */
  public static LogicalSlotSpecBuilder builder() {
    return LogicalSlotSpecBuilder.builder();
  }
}
