package dev.azurepatroni.lab.platform.caller;

import dev.azurepatroni.lab.inventory.LiveInventory;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Who asked for what: a line for each request with time, service, source, VM, method, path and
 * status. What follows a path's question mark, headers and bodies never get here.
 */
public final class AccessLog {
  private final PrintStream out;
  private final LiveInventory inventory;
  private final Clock clock;

  /** A log on a stream. */
  public AccessLog(PrintStream out, LiveInventory inventory, Clock clock) {
    this.out = out;
    this.inventory = inventory;
    this.clock = clock;
  }

  /** Logs one request. */
  public void line(String service, InetAddress source, String method, String path, Object status) {
    out.println(
        String.join(
            " ",
            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
            service,
            source.getHostAddress(),
            machine(source),
            method,
            path,
            status.toString()));
  }

  private String machine(InetAddress source) {
    try {
      return Machine.at(inventory.current(), source).map(Machine::name).orElse("-");
    } catch (UncheckedIOException unreadable) {
      return "-";
    }
  }
}
