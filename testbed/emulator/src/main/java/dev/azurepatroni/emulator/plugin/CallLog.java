package dev.azurepatroni.emulator.plugin;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line for each call that Terraform makes. Values never appear: they hold passwords and keys.
 */
public final class CallLog {

  private final PrintWriter out;

  /** Writes to {@code out}, each line at once. */
  public CallLog(PrintWriter out) {
    this.out = out;
  }

  /** A log that nobody reads. */
  public static CallLog none() {
    return new CallLog(new PrintWriter(PrintWriter.nullWriter()));
  }

  /** A call that was answered, with how long that took and what came of it. */
  public void answered(String provider, String call, String type, long nanos, String result) {
    write(
        String.format(
            "%s %s %s %d ms%s",
            provider, call, type, nanos / 1_000_000, result.isEmpty() ? "" : ": " + result));
  }

  /** Something that happens between calls. */
  public void write(String line) {
    out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    out.flush();
  }

  /** A fault of the emulator itself. */
  public void failed(String provider, String call, Throwable fault) {
    synchronized (out) {
      write(provider + " " + call + " failed in the emulator itself");
      fault.printStackTrace(out);
      out.flush();
    }
  }
}
