package dev.azurepatroni.verify.rows;

import java.time.Instant;

/** Time since a run began, in nanoseconds; steps of the machine's own clock do not touch it. */
public final class RunClock {
  private final Instant started = Instant.now();
  private final long origin = System.nanoTime();

  /** When the run began. */
  public Instant started() {
    return started;
  }

  /** Nanoseconds since then. */
  public long now() {
    return System.nanoTime() - origin;
  }

  /** A moment of the run as the time of day. */
  public Instant at(long nanos) {
    return started.plusNanos(nanos);
  }
}
