package dev.azurepatroni.verify.load;

import java.util.concurrent.locks.LockSupport;

/** Time, as a load needs it. */
public interface Ticker {
  /** The machine's. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long now() {
          return System.nanoTime();
        }

        @Override
        public void await(long moment) {
          for (long left = moment - now(); left > 0; left = moment - now()) {
            if (Thread.currentThread().isInterrupted()) {
              return;
            }
            LockSupport.parkNanos(left);
          }
        }
      };

  /** Nanoseconds since some moment. */
  long now();

  /** Waits until then, or until interrupted. */
  void await(long moment);
}
