package dev.azurepatroni.emulator.plugin;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Logs one line for each call of Terraform, without values, which can be passwords and keys. */
public final class CallLog {

  private final PrintWriter out;

  /** Writes to {@code out} and flushes after each line. */
  public CallLog(PrintWriter out) {
    this.out = out;
  }

  /** Returns a log that discards its lines. */
  public static CallLog none() {
    return new CallLog(new PrintWriter(PrintWriter.nullWriter()));
  }

  /** Logs an answered call, its duration and its result. */
  public void answered(String provider, String call, String type, long nanos, String result) {
    write(
        String.format(
            "%s %s %s %d ms%s",
            provider, call, type, nanos / 1_000_000, result.isEmpty() ? "" : ": " + result));
  }

  /** Logs an event. */
  public void write(String line) {
    out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    out.flush();
  }

  /** Logs an error of the emulator itself. */
  public void failed(String provider, String call, Throwable fault) {
    synchronized (out) {
      write(provider + " " + call + " failed in the emulator itself");
      fault.printStackTrace(out);
      out.flush();
    }
  }
}
