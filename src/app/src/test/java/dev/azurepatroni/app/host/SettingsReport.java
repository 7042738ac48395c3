package dev.azurepatroni.app.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parameters that Patroni was given, compared with those that PostgreSQL reports. */
final class SettingsReport {
  /** What Patroni gives on the command line, so that no file can win over it. */
  private static final Set<String> ON_THE_COMMAND_LINE =
      Set.of(
          "hot_standby",
          "max_connections",
          "max_locks_per_transaction",
          "max_prepared_transactions",
          "max_replication_slots",
          "max_wal_senders",
          "max_worker_processes",
          "track_commit_timestamp",
          "wal_level",
          "wal_log_hints");

  private SettingsReport() {}

  /** The parameters of a Patroni configuration, the cluster's and the host's own. */
  static Map<String, String> parameters(JsonNode configuration) {
    Map<String, String> parameters = new TreeMap<>();
    for (String section : List.of("/bootstrap/dcs/postgresql", "/postgresql")) {
      configuration
          .at(section)
          .path("parameters")
          .properties()
          .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    }
    return parameters;
  }

  /**
   * Compares.
   *
   * @param meant value by name
   * @param settings the rows of {@code pg_settings}; of two for one parameter the later counts
   * @return every difference, as one line each
   */
  static List<String> differences(Map<String, String> meant, Iterable<JsonNode> settings) {
    Map<String, JsonNode> rows = new TreeMap<>();
    settings.forEach(row -> rows.put(row.path("name").asText(), row));
    List<String> differences = new ArrayList<>();
    meant.forEach(
        (name, value) -> {
          if (rows.containsKey(name)) {
            differences.addAll(differences(name, value, rows.get(name)));
          } else {
            differences.add("%s = %s: PostgreSQL knows no such parameter".formatted(name, value));
          }
        });
    rows.values().stream()
        .filter(row -> row.path("pending_restart").asBoolean())
        .forEach(row -> differences.add(row.path("name").asText() + " waits for a restart"));
    return differences;
  }

  private static List<String> differences(String name, String meant, JsonNode row) {
    List<String> differences = new ArrayList<>();
    String type = row.path("vartype").asText();
    String unit = row.path("unit").isNull() ? "" : row.path("unit").asText();
    String actual = row.path("setting").asText();
    if (!Quantity.canonical(meant, type, unit).equals(Quantity.canonical(actual, type, unit))) {
      differences.add("%s = %s is %s%s".formatted(name, meant, actual, unit));
    }
    String source = ON_THE_COMMAND_LINE.contains(name) ? "command line" : "configuration file";
    if (!row.path("source").asText().equals(source)) {
      differences.add(
          "%s comes from %s, not from the %s".formatted(name, row.path("source").asText(), source));
    }
    return differences;
  }
}
