package dev.azurepatroni.verify.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The table that rows are written to. It has no key, so that a row that is stored twice is found.
 */
public final class RowTable {
  /** The schema of all tables of a verification. */
  public static final String SCHEMA = "azure_patroni_verify";

  // A WAL file's name begins with its timeline; the control file's own is that of the last
  // checkpoint, which a promotion does not wait for.
  private static final String TIMELINE =
      "('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int";

  /**
   * Writes a row: run, writer, sequence, client's clock. Returns timeline, server and the client's
   * address.
   */
  static final String INSERT =
      """
      insert into %s.rows (run, writer, sequence, sent, timeline)
      values (?, ?, ?, ?, %s)
      returning timeline, host(inet_server_addr()), host(inet_client_addr())"""
          .formatted(SCHEMA, TIMELINE);

  private RowTable() {}

  /** Creates the table unless it exists. */
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema if not exists " + SCHEMA);
      statement.execute(
          """
          create table if not exists %s.rows (
            run uuid not null,
            writer text not null,
            sequence bigint not null,
            sent timestamptz not null,
            timeline int not null)"""
              .formatted(SCHEMA));
    }
  }

  /** Drops the schema with all tables of verifications. */
  public static void drop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set client_min_messages = warning");
      statement.execute("drop schema if exists %s cascade".formatted(SCHEMA));
    }
  }

  /**
   * How often each row of a run is stored.
   *
   * @return by writer, then by sequence
   */
  public static Map<String, Map<Long, Integer>> stored(Connection connection, UUID run)
      throws SQLException {
    Map<String, Map<Long, Integer>> stored = new HashMap<>();
    try (PreparedStatement question =
        connection.prepareStatement(
            "select writer, sequence, count(*) from %s.rows where run = ? group by 1, 2"
                .formatted(SCHEMA))) {
      question.setObject(1, run);
      try (ResultSet rows = question.executeQuery()) {
        while (rows.next()) {
          stored
              .computeIfAbsent(rows.getString(1), writer -> new HashMap<>())
              .put(rows.getLong(2), rows.getInt(3));
        }
      }
    }
    return stored;
  }
}
