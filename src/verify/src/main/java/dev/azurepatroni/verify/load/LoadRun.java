package dev.azurepatroni.verify.load;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open loop: queries are due by the pace whatever became of the ones before, the next free
 * client takes the next one, and its latency counts from when it was due. What a slow server makes
 * wait is so measured and not left out.
 */
public final class LoadRun implements AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(15);
  // More handshakes at once would cost a client its patience before it began.
  private static final int CONNECT_AT_ONCE = 8;
  private static final long AFTER_ERROR = Duration.ofMillis(20).toNanos();

  private final Pace pace;
  private final long patience;
  private final Ticker ticker;
  private final LoadRecorder recorder;
  private final AtomicLong next = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore connecting = new Semaphore(CONNECT_AT_ONCE);
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile long origin;
  private volatile boolean stopped;

  /**
   * A load that has not begun.
   *
   * @param patience how late a query is still sent
   */
  LoadRun(Pace pace, Duration patience, Ticker ticker) {
    this.pace = pace;
    this.patience = patience.toNanos();
    this.ticker = ticker;
    this.recorder = new LoadRecorder(pace.rate());
  }

  /** Makes a client of a load. */
  public interface Workers {
    /**
     * One.
     *
     * @param number from 1
     */
    Worker worker(int number);
  }

  /**
   * Starts one once all its clients are connected.
   *
   * @param patience how late a query is still sent
   * @throws SQLException if a client cannot connect
   */
  public static LoadRun start(Pace pace, Duration patience, int clients, Workers workers)
      throws SQLException, InterruptedException {
    LoadRun run = new LoadRun(pace, patience, Ticker.SYSTEM);
    CountDownLatch ready = new CountDownLatch(clients);
    List<SQLException> refused = new ArrayList<>();
    for (int number = 1; number <= clients; number++) {
      Worker worker = workers.worker(number);
      Thread thread = new Thread(() -> run.serve(worker, ready, refused), "load-" + number);
      thread.setDaemon(true);
      run.threads.add(thread);
      thread.start();
    }
    try {
      ready.await();
    } catch (InterruptedException e) {
      run.stopped = true;
      run.started.countDown();
      throw e;
    }
    Optional<SQLException> first;
    synchronized (refused) {
      first = refused.stream().findFirst();
    }
    run.stopped = first.isPresent();
    run.origin = run.ticker.now();
    run.started.countDown();
    if (first.isPresent()) {
      throw first.get();
    }
    return run;
  }

  private void serve(Worker worker, CountDownLatch ready, List<SQLException> refused) {
    try (worker) {
      connecting.acquire();
      try {
        worker.open();
      } catch (SQLException e) {
        synchronized (refused) {
          refused.add(e);
        }
      } finally {
        connecting.release();
        ready.countDown();
      }
      started.await();
      while (!stopped) {
        step(worker);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One query of one client. */
  void step(Worker worker) {
    long index = next.getAndIncrement();
    long due = pace.unbounded() ? ticker.now() - origin : pace.due(index);
    ticker.await(origin + due);
    if (stopped) {
      return;
    }
    if (ticker.now() - origin - due > patience) {
      recorder.missed(due);
      return;
    }
    try {
      worker.perform(index);
      recorder.done(due, ticker.now() - origin);
    } catch (SQLException e) {
      recorder.failed(said(e), ticker.now() - origin);
      ticker.await(ticker.now() + AFTER_ERROR);
    }
  }

  private static String said(SQLException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("").lines().findFirst().orElse("");
    return Optional.ofNullable(e.getSQLState()).orElse("-----") + " " + message;
  }

  /** What was seen so far. */
  public LoadResult result() {
    return recorder.result(ticker.now() - origin);
  }

  /** Lets it run for a while. */
  public void run(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** Ends it and tells what was seen. */
  public LoadResult stop() throws InterruptedException {
    LoadResult result = result();
    close();
    long until = System.nanoTime() + TO_END.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
    }
    return result;
  }

  /** Tells the clients to end. */
  @Override
  public void close() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}
