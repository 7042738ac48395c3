package dev.azurepatroni.lab.shell;

/** A fixed sleep, where no event is available. */
public final class Pause {
  private Pause() {}

  /**
   * Waits.
   *
   * @param millis how long, in milliseconds
   * @throws IllegalStateException if this thread is interrupted meanwhile
   */
  public static void of(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
