package dev.azurepatroni.verify.rows;

import dev.azurepatroni.verify.client.Access;
import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.ClientTimeouts;
import dev.azurepatroni.verify.client.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Clients that write rows through endpoints until they are stopped, and their rows compared. */
public final class RecordedRun implements AutoCloseable {
  /** Ends the name of an endpoint whose clients log in for each row. */
  public static final String LOGIN = "-login";

  private static final Duration SETTLED = Duration.ofSeconds(30);

  private final UUID run = UUID.randomUUID();
  private final RunClock clock = new RunClock();
  private final Ledger ledger = new Ledger();
  private final List<RowWriter> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Access access;
  private final Endpoint truth;
  private final List<String> endpoints = new ArrayList<>();

  /**
   * A run that has not begun.
   *
   * @param truth the leader's endpoint, where the table is made and read
   */
  public RecordedRun(Access access, Endpoint truth) {
    this.access = access;
    this.truth = truth;
  }

  /** Makes the table. */
  public void prepare() throws SQLException {
    try (Connection connection = leader()) {
      RowTable.create(connection);
    }
  }

  /**
   * Lets clients write through an endpoint.
   *
   * @param clients how many, a connection each
   * @param interval between a client's rows
   */
  public void write(Endpoint endpoint, int clients, Duration interval) {
    start(endpoint, clients, interval, RowWriter.Mode.OPEN);
  }

  /**
   * Lets one client log in to an endpoint for each row. It counts as an endpoint of its own, whose
   * name ends in {@link #LOGIN}.
   *
   * @param interval between its logins
   */
  public void login(Endpoint endpoint, Duration interval) {
    Endpoint own = new Endpoint(endpoint.name() + LOGIN, endpoint.host(), endpoint.port());
    start(own, 1, interval, RowWriter.Mode.LOGIN);
  }

  /**
   * Samples whether a server accepts writes: a server that does shows in {@link Timelines}.
   *
   * @param server named like nothing else
   * @param interval between samples
   */
  public void sample(Endpoint server, Duration interval) {
    start(server, 1, interval, RowWriter.Mode.SAMPLE);
  }

  private void start(Endpoint endpoint, int clients, Duration interval, RowWriter.Mode mode) {
    for (int number = 1; number <= clients; number++) {
      RowWriter one = new RowWriter(client(endpoint, number), clock, interval, mode);
      Thread thread = new Thread(one, new Writer(endpoint.name(), number).toString());
      thread.setDaemon(true);
      writers.add(one);
      threads.add(thread);
      thread.start();
    }
  }

  /**
   * A client whose caller paces its rows; they are compared like all others. The caller ends it
   * before {@link #finish}.
   *
   * @param number no other client of an endpoint of that name has it
   */
  public synchronized RowClient client(Endpoint endpoint, int number) {
    if (!endpoints.contains(endpoint.name())) {
      endpoints.add(endpoint.name());
    }
    return new RowClient(
        new Writer(endpoint.name(), number),
        new Client(access, ClientTimeouts.SHORT),
        endpoint,
        run,
        clock,
        ledger);
  }

  /** What the clients know so far. */
  public Ledger ledger() {
    return ledger;
  }

  /** The run's time. */
  public RunClock clock() {
    return clock;
  }

  /**
   * Stops the clients and compares what they know with what is stored.
   *
   * @throws SQLException if the leader cannot be asked
   */
  public Recording finish() throws SQLException, InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join(SETTLED.toMillis());
    }
    long end = clock.now();
    Map<String, Map<Long, Integer>> stored = stored();
    return Recording.of(clock, endpoints, ledger.attempts(), stored, end);
  }

  private Map<String, Map<Long, Integer>> stored() throws SQLException, InterruptedException {
    long until = clock.now() + SETTLED.toNanos();
    while (true) {
      try (Connection connection = leader()) {
        return RowTable.stored(connection, run);
      } catch (SQLException e) {
        if (clock.now() > until) {
          throw e;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  /** Stops the clients without a comparison. */
  @Override
  public void close() {
    writers.forEach(RowWriter::stop);
  }

  private Connection leader() throws SQLException {
    return new Client(access, ClientTimeouts.LONG).connect(truth);
  }
}
