package dev.azurepatroni.verify.suite.failover;

import dev.azurepatroni.verify.check.CheckContext;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.load.SqlWorker;
import dev.azurepatroni.verify.load.Worker;
import dev.azurepatroni.verify.rows.Attempt;
import dev.azurepatroni.verify.rows.RecordedRun;
import dev.azurepatroni.verify.rows.RowClient;
import dev.azurepatroni.verify.suite.throughput.Accounts;
import java.sql.SQLException;

/** A client of a load that reads, and whose every tenth query is a row that will be compared. */
final class RecordedWorker implements Worker {
  private static final int WRITES_ONE_OF = 10;

  private final SqlWorker reader;
  private final RowClient writer;
  private long sequence;

  RecordedWorker(CheckContext context, RecordedRun run, int number) {
    Endpoint pooler = context.deployment().pooler();
    this.reader =
        new SqlWorker(
            context.applicationClient(), pooler, (connection, index) -> Accounts.read(connection));
    this.writer = run.client(new Endpoint("load", pooler.host(), pooler.port()), number);
  }

  @Override
  public void open() throws SQLException {
    reader.open();
    writer.open();
  }

  @Override
  public void perform(long index) throws SQLException {
    if (index % WRITES_ONE_OF == 0) {
      sequence++;
      Attempt attempt = writer.write(sequence);
      if (!attempt.acknowledged()) {
        throw new SQLException(attempt.error().substring(6), attempt.error().substring(0, 5));
      }
    } else {
      reader.perform(index);
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.forget();
  }
}
