package dev.azurepatroni.verify.rows;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that writes one row after the other. */
public final class RowWriter implements Runnable {
  private static final Duration BEFORE_RECONNECT = Duration.ofMillis(50);

  private final RowClient client;
  private final RunClock clock;
  private final long interval;
  private final Mode mode;

  private volatile boolean stopped;

  /** What a client does between two rows. */
  enum Mode {
    /** Keeps its connection; reconnects at once after an error. */
    OPEN,
    /** Ends its connection, so that each row takes a login; the next one at once after an error. */
    LOGIN,
    /** Keeps its connection; waits as usual after an error too. */
    SAMPLE
  }

  /**
   * One of them.
   *
   * @param interval from the start of a row to the start of the next, unless an answer takes longer
   */
  RowWriter(RowClient client, RunClock clock, Duration interval, Mode mode) {
    this.mode = mode;
    this.client = client;
    this.clock = clock;
    this.interval = interval.toNanos();
  }

  /** Lets it end after the row it is at. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    long due = clock.now();
    for (long sequence = 1; !stopped; sequence++) {
      Attempt attempt = client.write(sequence);
      due =
          attempt.acknowledged() || mode == Mode.SAMPLE
              ? Math.max(due + interval, attempt.ended())
              : clock.now() + BEFORE_RECONNECT.toNanos();
      if (mode == Mode.LOGIN) {
        client.forget();
      }
      await(due);
    }
    client.forget();
  }

  private void await(long due) {
    for (long left = due - clock.now(); left > 0 && !stopped; left = due - clock.now()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
    }
  }
}
