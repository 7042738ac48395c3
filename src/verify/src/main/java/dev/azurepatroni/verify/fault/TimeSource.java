package dev.azurepatroni.verify.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time of day, and a way to wait. Tests have one that does not wait. */
public interface TimeSource {
  /** Milliseconds since 1970. */
  long millis();

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;

  /** The machine's time. */
  static TimeSource system() {
    return new TimeSource() {
      @Override
      public long millis() {
        return System.currentTimeMillis();
      }

      @Override
      public void sleep(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
      }
    };
  }
}
