package dev.azurepatroni.lab.health;

import dev.azurepatroni.lab.shell.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Waits until a cluster is healthy, and shows what it waits for. */
public final class HealthWait {
  private final PrintStream out;
  private final Duration limit;
  private final Duration poll;

  /**
   * A wait.
   *
   * @param out where it shows what is missing
   * @param limit the longest wait
   * @param poll between two checks
   */
  public HealthWait(PrintStream out, Duration limit, Duration poll) {
    this.out = out;
    this.limit = limit;
    this.poll = poll;
  }

  /** Reports why a cluster is not healthy. */
  public interface Check {
    /** The reasons; empty if the cluster is healthy. */
    List<String> problems() throws IOException;
  }

  /**
   * Waits.
   *
   * @return the problems that are left when the time is up; empty if the cluster is healthy
   */
  public List<String> await(Check check) throws IOException {
    long started = System.nanoTime();
    List<String> shown = List.of();
    while (true) {
      List<String> problems = check.problems();
      boolean isOver = System.nanoTime() - started >= limit.toNanos();
      if (problems.isEmpty() || isOver) {
        return problems;
      }
      if (!problems.equals(shown)) {
        out.printf(
            "%6.1f s  waiting up to %d s for the cluster: %s%n",
            (System.nanoTime() - started) / 1e9, limit.toSeconds(), String.join("; ", problems));
        shown = problems;
      }
      Pause.of(Math.toIntExact(poll.toMillis()));
    }
  }
}
