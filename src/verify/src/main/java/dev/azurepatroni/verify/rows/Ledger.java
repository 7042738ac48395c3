package dev.azurepatroni.verify.rows;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the clients of a run know of their rows. Writers of several threads share it. */
public final class Ledger {
  private final List<Attempt> attempts = new ArrayList<>();

  /** Puts one in. */
  public synchronized void add(Attempt attempt) {
    attempts.add(attempt);
  }

  /** All so far, as they ended. */
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** How many rows were acknowledged through an endpoint so far. */
  public long acknowledged(String endpoint) {
    return acknowledged(endpoint, -1);
  }

  /** The same of rows that were sent after a moment, in nanoseconds since the run began. */
  public synchronized long acknowledged(String endpoint, long after) {
    return attempts.stream()
        .filter(
            attempt ->
                attempt.acknowledged()
                    && attempt.sent() > after
                    && attempt.writer().endpoint().equals(endpoint))
        .count();
  }

  /** Writes it down as CSV, a line a row. */
  public void save(Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("writer,sequence,sent_ns,ended_ns,outcome,timeline,server,via,error");
      for (Attempt it : attempts()) {
        out.printf(
            "%s,%d,%d,%d,%s,%d,%s,%s,\"%s\"%n",
            it.writer(),
            it.sequence(),
            it.sent(),
            it.ended(),
            it.outcome(),
            it.timeline(),
            it.server(),
            it.via(),
            it.error().replace("\"", "\"\""));
      }
    }
  }
}
