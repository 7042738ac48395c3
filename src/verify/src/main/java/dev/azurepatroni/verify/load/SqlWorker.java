package dev.azurepatroni.verify.load;

import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A client with one connection, which reconnects after an error. */
public final class SqlWorker implements Worker {
  private final Client client;
  private final Endpoint endpoint;
  private final Query query;
  private Optional<Connection> connection = Optional.empty();

  /** What it asks. */
  public interface Query {
    /** Asks once. */
    void run(Connection connection, long index) throws SQLException;
  }

  /** One that has not connected yet. */
  public SqlWorker(Client client, Endpoint endpoint, Query query) {
    this.client = client;
    this.endpoint = endpoint;
    this.query = query;
  }

  @Override
  public void open() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(client.connect(endpoint));
    }
  }

  @Override
  public void perform(long index) throws SQLException {
    try {
      open();
      query.run(connection.orElseThrow(), index);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    connection.ifPresent(Client::drop);
    connection = Optional.empty();
  }
}
