package dev.azurepatroni.emulator;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;

/** Counts the open connections. */
final class Connections extends ServerTransportFilter {
  private int open;

  @Override
  public synchronized Attributes transportReady(Attributes attributes) {
    open++;
    return attributes;
  }

  @Override
  public synchronized void transportTerminated(Attributes attributes) {
    open--;
    notifyAll();
  }

  synchronized int open() {
    return open;
  }

  synchronized void awaitNone() throws InterruptedException {
    while (open > 0) {
      wait();
    }
  }
}
