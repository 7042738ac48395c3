package dev.azurepatroni.verify.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A fault with its hosts.
 *
 * @param hosts names of the hosts that the fault affects
 * @param inject injects it
 * @param clear clears it; {@link #NOTHING} if the cluster recovers by itself
 * @param duration after which it is cleared; zero: once writes go on
 */
public record Injection(List<String> hosts, Action inject, Action clear, Duration duration) {
  /** Does nothing. */
  public static final Action NOTHING = () -> {};

  /** Something done to hosts. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws IOException if a host refuses it
     */
    void run() throws IOException, InterruptedException;
  }

  /** Copies the list. */
  public Injection {
    hosts = List.copyOf(hosts);
  }

  /** A fault that is cleared once writes go on. */
  public Injection(List<String> hosts, Action inject, Action clear) {
    this(hosts, inject, clear, Duration.ZERO);
  }

  /** The same, cleared after a time, whether writes go on or not. */
  public Injection lasting(Duration time) {
    return new Injection(hosts, inject, clear, time);
  }

  /** A fault of one host that the cluster recovers from by itself. */
  public static Injection of(String host, Action inject) {
    return new Injection(List.of(host), inject, NOTHING);
  }

  /** A fault of one host that lasts until it is cleared. */
  public static Injection of(String host, Action inject, Action clear) {
    return new Injection(List.of(host), inject, clear);
  }

  /** Whether it is cleared after a time. */
  public boolean isTimed() {
    return !duration.isZero();
  }

  /** Whether the fault lasts until it is cleared. */
  public boolean lasts() {
    return clear != NOTHING;
  }
}
