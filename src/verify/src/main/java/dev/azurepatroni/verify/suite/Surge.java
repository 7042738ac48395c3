package dev.azurepatroni.verify.suite;

import dev.azurepatroni.verify.check.Scene;
import dev.azurepatroni.verify.load.LoadResult;
import dev.azurepatroni.verify.load.LoadRun;
import dev.azurepatroni.verify.load.Pace;
import dev.azurepatroni.verify.rows.RecordedRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The load of a fault, if there is one. */
final class Surge implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int QUERIES_A_CLIENT = 50;
  private static final int MOST_CLIENTS = 120;

  private final Optional<LoadRun> load;

  private Surge(Optional<LoadRun> load) {
    this.load = load;
  }

  static Surge none() {
    return new Surge(Optional.empty());
  }

  static Surge start(Scene scene, RecordedRun run, int rate)
      throws SQLException, InterruptedException {
    int clients = Math.max(8, Math.min(MOST_CLIENTS, rate / QUERIES_A_CLIENT));
    return new Surge(
        Optional.of(
            LoadRun.start(
                new Pace(rate),
                PATIENCE,
                clients,
                number -> new RecordedWorker(scene, run, number))));
  }

  Optional<LoadResult> result() {
    return load.map(LoadRun::result);
  }

  Optional<LoadResult> stop() throws InterruptedException {
    return load.isPresent() ? Optional.of(load.get().stop()) : Optional.empty();
  }

  @Override
  public void close() {
    load.ifPresent(LoadRun::close);
  }
}
