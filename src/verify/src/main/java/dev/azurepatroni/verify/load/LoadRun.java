package dev.azurepatroni.verify.load;

import dev.azurepatroni.verify.client.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open loop: each query is due by the pace, independent of earlier answers. The next free client
 * sends it, and its latency counts from when it was due, so that a slow server's queue is measured
 * too.
 */
public final class LoadRun implements AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(15);
  // With more TLS handshakes at once, clients time out before they begin.
  private static final int CONNECT_AT_ONCE = 8;
  private static final long AFTER_ERROR = Duration.ofMillis(20).toNanos();

  private final Pace pace;
  private final long queueTimeout;
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
   * @param queueTimeout how late a query is still sent
   */
  LoadRun(Pace pace, Duration queueTimeout, Ticker ticker) {
    this.pace = pace;
    this.queueTimeout = queueTimeout.toNanos();
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
   * @param queueTimeout how late a query is still sent
   * @throws SQLException if a client cannot connect
   */
  public static LoadRun start(Pace pace, Duration queueTimeout, int clients, Workers workers)
      throws SQLException, InterruptedException {
    LoadRun run = new LoadRun(pace, queueTimeout, Ticker.SYSTEM);
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
    synchronized (refused) {
      run.stopped = !refused.isEmpty();
      run.origin = run.ticker.now();
      run.started.countDown();
      if (run.stopped) {
        throw refused.get(0);
      }
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
    if (ticker.now() - origin - due > queueTimeout) {
      recorder.missed(due);
      return;
    }
    try {
      worker.perform(index);
      recorder.done(due, ticker.now() - origin);
    } catch (SQLException e) {
      recorder.failed(Sql.error(e), ticker.now() - origin);
      ticker.await(ticker.now() + AFTER_ERROR);
    }
  }

  /** What it measured so far. */
  public LoadResult result() {
    return recorder.result(ticker.now() - origin);
  }

  /** Waits while it runs. */
  public void run(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** Stops the load and returns what it measured. */
  public LoadResult stop() throws InterruptedException {
    LoadResult result = result();
    close();
    long until = System.nanoTime() + TO_END.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
    }
    return result;
  }

  /** Stops the clients. */
  @Override
  public void close() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}
