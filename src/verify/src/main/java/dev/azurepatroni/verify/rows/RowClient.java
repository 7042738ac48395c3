package dev.azurepatroni.verify.rows;

import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import dev.azurepatroni.verify.rows.Attempt.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * A client's connection that rows are written over, each a transaction of its own. After any error
 * the next row opens a new one. It never sends a row twice: what it does not know, it leaves to the
 * comparison.
 */
public final class RowClient {
  private final Writer writer;
  private final Client client;
  private final Endpoint endpoint;
  private final UUID run;
  private final RunClock clock;
  private final Ledger ledger;

  /** Null while not connected, like its statement. */
  private Connection connection;

  private PreparedStatement insert;

  RowClient(
      Writer writer, Client client, Endpoint endpoint, UUID run, RunClock clock, Ledger ledger) {
    this.writer = writer;
    this.client = client;
    this.endpoint = endpoint;
    this.run = run;
    this.clock = clock;
    this.ledger = ledger;
  }

  /**
   * Connects, so that the first row costs no more than any other.
   *
   * @throws SQLException if there is no connection within the client's timeouts
   */
  public void open() throws SQLException {
    statement();
  }

  /** Writes a row and adds the attempt to the ledger. */
  public Attempt write(long sequence) {
    Attempt attempt = attempt(sequence);
    ledger.add(attempt);
    if (!attempt.acknowledged()) {
      forget();
    }
    return attempt;
  }

  private Attempt attempt(long sequence) {
    long sent = clock.now();
    boolean connected = false;
    try {
      PreparedStatement statement = statement();
      connected = true;
      sent = clock.now();
      statement.setObject(1, run);
      statement.setString(2, writer.toString());
      statement.setLong(3, sequence);
      statement.setObject(4, OffsetDateTime.ofInstant(clock.at(sent), ZoneOffset.UTC));
      try (ResultSet answer = statement.executeQuery()) {
        long ended = clock.now();
        answer.next();
        return new Attempt(
            writer,
            sequence,
            sent,
            ended,
            Outcome.ACKNOWLEDGED,
            answer.getInt(1),
            text(answer, 2),
            text(answer, 3),
            "");
      }
    } catch (SQLException e) {
      Outcome outcome =
          !connected ? Outcome.NOT_SENT : isAnswer(e) ? Outcome.REFUSED : Outcome.UNKNOWN;
      return new Attempt(writer, sequence, sent, clock.now(), outcome, 0, "", "", Sql.error(e));
    }
  }

  private static String text(ResultSet answer, int column) throws SQLException {
    return Optional.ofNullable(answer.getString(column)).orElse("");
  }

  private PreparedStatement statement() throws SQLException {
    if (insert == null) {
      connection = client.connect(endpoint);
      insert = connection.prepareStatement(RowTable.INSERT);
    }
    return insert;
  }

  /** Ends the connection. */
  public void forget() {
    if (connection != null) {
      Client.drop(connection);
    }
    connection = null;
    insert = null;
  }

  /**
   * Whether the server answered that the transaction is not stored. A connection that ended (class
   * 08) or was ended by the server (57P0x, which PostgreSQL also sends to a transaction that has
   * committed and waits for its standby) leaves the row unknown.
   */
  private static boolean isAnswer(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("08000");
    return !state.startsWith("08") && !state.startsWith("57P0");
  }
}
