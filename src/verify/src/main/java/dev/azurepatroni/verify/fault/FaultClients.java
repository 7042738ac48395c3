package dev.azurepatroni.verify.fault;

import dev.azurepatroni.verify.rows.Recording;
import java.io.IOException;
import java.util.Map;

/** Clients that write rows through every endpoint while a fault is injected. */
public interface FaultClients extends AutoCloseable {

  /** Starts them. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts clients and returns once they write.
     *
     * @throws IOException if they cannot write
     */
    FaultClients start() throws IOException, InterruptedException;
  }

  /** Acknowledged rows so far, by endpoint. Every endpoint is a key from the start. */
  Map<String, Long> acknowledged();

  /** Called directly before the fault is injected. */
  default void beforeInjection() {}

  /** Called when the fault is cleared; the clients write on until the cluster is healthy. */
  default void afterHold() throws InterruptedException {}

  /**
   * Stops the clients and compares their rows with those that are stored.
   *
   * @throws IOException if the rows cannot be read
   */
  Recording stop() throws IOException, InterruptedException;

  @Override
  void close();
}
