package dev.azurepatroni.verify.client;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Statements without parameters, and the texts of errors. */
public final class Sql {
  private Sql() {}

  /** The one value of a query; empty text for null or no row. */
  public static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "";
    }
  }

  /** The one number of a query. */
  public static long number(Connection connection, String query) throws SQLException {
    String text = text(connection, query);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** Runs a command without an answer. */
  public static void run(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** SQLSTATE and the first line of the message. */
  public static String error(SQLException e) {
    String line = Optional.ofNullable(e.getMessage()).orElse("").lines().findFirst().orElse("");
    return Optional.ofNullable(e.getSQLState()).orElse("-----") + " " + line;
  }
}
