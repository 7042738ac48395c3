package dev.azurepatroni.verify.suite.throughput;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.load.SqlWorker;
import dev.azurepatroni.verify.rows.RowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** The table that load checks read and write. */
public final class Accounts {
  private static final int ROWS = 100_000;
  private static final int WRITES_OF_TEN = 2;

  private static final String READ =
      "select balance, filler from %s.accounts where id = ?".formatted(RowTable.SCHEMA);
  private static final String WRITE =
      "update %s.accounts set balance = balance + 1 where id = ?".formatted(RowTable.SCHEMA);

  private Accounts() {}

  /** Creates and fills the table unless it exists. */
  public static void create(CheckContext context) throws SQLException {
    try (Connection connection = context.leader()) {
      Sql.run(connection, "create schema if not exists " + RowTable.SCHEMA);
      boolean there =
          !Sql.text(connection, "select to_regclass('%s.accounts')".formatted(RowTable.SCHEMA))
              .isEmpty();
      if (!there) {
        Sql.run(
            connection,
            """
            create table %1$s.accounts as
              select id, 0::bigint as balance, repeat('x', 80) as filler from generate_series(1, %2$d) id;
            alter table %1$s.accounts add primary key (id);
            analyze %1$s.accounts"""
                .formatted(RowTable.SCHEMA, ROWS));
      }
    }
  }

  /** Reads a random row by its key. */
  public static void read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setInt(1, randomId());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
      }
    }
  }

  /** Updates a random row in its own transaction. */
  public static void write(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setInt(1, randomId());
      statement.executeUpdate();
    }
  }

  /** Eight reads, then two writes, through the poolers as applications do. */
  static SqlWorker mixed(CheckContext context) {
    return new SqlWorker(
        context.applicationClient(),
        context.deployment().pooler(),
        (connection, index) -> {
          if (index % 10 < WRITES_OF_TEN) {
            write(connection);
          } else {
            read(connection);
          }
        });
  }

  private static int randomId() {
    return ThreadLocalRandom.current().nextInt(ROWS) + 1;
  }
}
