package dev.azurepatroni.verify.suite.pooling;

import dev.azurepatroni.verify.client.Client;
import dev.azurepatroni.verify.client.Endpoint;
import dev.azurepatroni.verify.client.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once, a connection each. */
final class ClientPool implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();

  private ClientPool() {}

  /** What each client does. */
  interface Work<T> {
    T of(Connection connection) throws SQLException;
  }

  /** Connects clients, {@code atOnce} at a time; {@link #errors} has the refusals. */
  static ClientPool open(Client client, Endpoint endpoint, int size, int atOnce)
      throws InterruptedException {
    ClientPool pool = new ClientPool();
    List<Callable<Connection>> attempts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      attempts.add(() -> client.connect(endpoint));
    }
    pool.connections.addAll(pool.all(attempts, atOnce));
    return pool;
  }

  /**
   * Runs work on each client, {@code atOnce} at a time; returns the answers of those that succeed.
   */
  <T> List<T> each(int atOnce, Work<T> work) throws InterruptedException {
    List<Callable<T>> tasks = new ArrayList<>();
    for (Connection one : connections) {
      tasks.add(() -> work.of(one));
    }
    return all(tasks, atOnce);
  }

  private <T> List<T> all(List<Callable<T>> tasks, int atOnce) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, atOnce));
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(tasks)) {
        try {
          answers.add(one.get());
        } catch (ExecutionException e) {
          String error =
              e.getCause() instanceof SQLException sql ? Sql.error(sql) : e.getCause().toString();
          errors.merge(error, 1, Integer::sum);
        }
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Takes one of the connections out; the caller closes it. */
  Connection take() {
    return connections.remove(connections.size() - 1);
  }

  /** Clients that are connected. */
  int size() {
    return connections.size();
  }

  /** The errors, each with its count. */
  String errors() {
    List<String> lines = new ArrayList<>();
    errors.forEach((error, times) -> lines.add("%s (%d times)".formatted(error, times)));
    return String.join("; ", lines);
  }

  /** How many clients got an error. */
  int failed() {
    return errors.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close() {
    connections.forEach(Client::drop);
  }
}
