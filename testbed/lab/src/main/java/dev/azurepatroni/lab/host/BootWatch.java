package dev.azurepatroni.lab.host;

import dev.azurepatroni.lab.shell.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows how hosts come up, and waits until each is ready or says why it is not. */
public final class BootWatch {
  private static final int POLL_MILLIS = 200;

  /** Shorter than the pause before systemd starts a boot step again. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int ATTEMPTS = 3;

  private final Hosts hosts;
  private final PrintStream out;
  private final long started = System.nanoTime();
  private final Map<String, BootStatus> seen = new HashMap<>();
  private final Map<String, Long> failedSince = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  /** Shows it on a stream. */
  public BootWatch(Hosts hosts, PrintStream out) {
    this.hosts = hosts;
    this.out = out;
  }

  /**
   * Waits.
   *
   * @return the hosts that are not ready: they failed, lost power, or took longer than the given
   *     time
   */
  public List<String> await(List<String> names, Duration longest) throws IOException {
    List<String> waiting = new ArrayList<>(names);
    List<String> failed = new ArrayList<>();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    while (!waiting.isEmpty() && elapsed() < longest.toNanos()) {
      for (String name : List.copyOf(waiting)) {
        BootStatus status = BootStatus.of(hosts, name);
        show(name, status, width);
        if (status.state().equals(BootStatus.READY)) {
          waiting.remove(name);
        } else if (isFinal(name, status)) {
          waiting.remove(name);
          failed.add(name);
        }
      }
      Pause.of(POLL_MILLIS);
    }
    failed.addAll(waiting);
    return failed;
  }

  /** A step that is tried again by itself may yet succeed, but not for ever. */
  private boolean isFinal(String name, BootStatus status) {
    if (status.state().equals("off")) {
      return true;
    }
    if (!status.state().equals(BootStatus.FAILED)) {
      failedSince.remove(name);
      return false;
    }
    if (!failedSince.containsKey(name)) {
      failedSince.put(name, System.nanoTime());
      failures.merge(name, 1, Integer::sum);
    }
    return failures.get(name) >= ATTEMPTS
        || System.nanoTime() - failedSince.get(name) > GRACE.toNanos();
  }

  private void show(String name, BootStatus status, int width) {
    boolean isNews = !status.equals(seen.put(name, status));
    // Between two steps there is nothing to say.
    if (!isNews || (status.state().equals("booting") && status.step().isEmpty())) {
      return;
    }
    String what = status.step().isEmpty() ? status.state() : status.step();
    if (status.state().equals(BootStatus.FAILED)) {
      what += " failed";
    }
    out.printf(
        "%6.1f s  %-" + width + "s  %-12s %s%n", elapsed() / 1e9, name, what, status.message());
  }

  private long elapsed() {
    return System.nanoTime() - started;
  }
}
