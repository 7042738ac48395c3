package dev.azurepatroni.emulator.azure.engine;

import java.time.Duration;

/**
 * Terraform's request to stop, after Ctrl-C: ends what waits, as it cancels the context of
 * azurerm's operations. Operations that begin later are those of another Terraform run.
 */
final class StopSignal {
  private long count;

  /** Returns a mark for {@link #isStopped} and {@link #waitFor}. */
  synchronized long mark() {
    return count;
  }

  synchronized void stop() {
    count++;
    notifyAll();
  }

  synchronized boolean isStopped(long mark) {
    return count != mark;
  }

  /** Waits, at most until Terraform stops; returns whether it did. */
  synchronized boolean waitFor(Duration time, long mark) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toMillis();
          left > 0 && !isStopped(mark);
          left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an operation was delayed", e);
    }
    return isStopped(mark);
  }
}
