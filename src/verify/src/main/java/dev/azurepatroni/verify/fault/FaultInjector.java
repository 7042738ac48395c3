package dev.azurepatroni.verify.fault;

import java.io.IOException;

/** Prepares one fault for the cluster as it is now. */
@FunctionalInterface
public interface FaultInjector {
  /**
   * Chooses the hosts by their current roles and brings the cluster into the state that the fault
   * starts from. Injects nothing yet.
   *
   * @throws IOException if a host cannot be asked
   */
  Injection prepare() throws IOException, InterruptedException;
}
