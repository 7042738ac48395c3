package dev.azurepatroni.verify.load;

import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;

/** A client with one connection, which reconnects after an error. */
public final class SqlWorker implements Worker {
  private final Client client;
  private final Endpoint endpoint;
  private final Query query;

  /** Null while not connected. */
  private Connection connection;

  /** The query that it sends. */
  public interface Query {
    /** Sends it once. */
    void run(Connection connection, long index) throws SQLException;
  }

  /** A client that is not connected yet. */
  public SqlWorker(Client client, Endpoint endpoint, Query query) {
    this.client = client;
    this.endpoint = endpoint;
    this.query = query;
  }

  @Override
  public void open() throws SQLException {
    if (connection == null) {
      connection = client.connect(endpoint);
    }
  }

  @Override
  public void perform(long index) throws SQLException {
    try {
      open();
      query.run(connection, index);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      Client.drop(connection);
      connection = null;
    }
  }
}
