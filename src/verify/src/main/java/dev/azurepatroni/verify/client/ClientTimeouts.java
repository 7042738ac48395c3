package dev.azurepatroni.verify.client;

import java.time.Duration;

/**
 * How long a client waits before it gives a connection up. A server that stops answering costs a
 * client at least this long.
 *
 * @param connect for a connection to be accepted
 * @param answer for an answer; zero: for ever
 */
public record ClientTimeouts(Duration connect, Duration answer) {
  /**
   * As docs/explanation/verification.md advises applications: a client that hears of a lost server
   * soon.
   */
  public static final ClientTimeouts SHORT =
      new ClientTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(3));

  /** For work that takes long. */
  public static final ClientTimeouts LONG =
      new ClientTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(10));
}
