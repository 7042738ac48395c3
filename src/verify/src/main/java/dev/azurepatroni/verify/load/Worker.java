package dev.azurepatroni.verify.load;

import java.sql.SQLException;

/** A client of a load; one thread uses it. */
public interface Worker extends AutoCloseable {
  /** Gets ready, so that the first query costs no more than any other. */
  void open() throws SQLException;

  /**
   * One query, from its beginning to its answer. After an error it may be asked again.
   *
   * @param index of the query in the load
   */
  void perform(long index) throws SQLException;

  @Override
  void close();
}
