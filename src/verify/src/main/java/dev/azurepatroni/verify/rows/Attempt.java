package dev.azurepatroni.verify.rows;

/**
 * One row that a client tried to write.
 *
 * @param writer the client that wrote
 * @param sequence which of the writer's rows, from 1
 * @param sent when, in nanoseconds since the run began
 * @param ended when the answer came or was given up, likewise
 * @param outcome what the client knows
 * @param timeline PostgreSQL's timeline that it was written on; 0 unless acknowledged
 * @param server the address of the server that wrote it; empty unless acknowledged
 * @param via the address that the server saw the client at: a pooler's, or the client's own; empty
 *     unless acknowledged
 * @param error the server's SQLSTATE or the driver's, with the first line of its message; empty if
 *     acknowledged
 */
public record Attempt(
    Writer writer,
    long sequence,
    long sent,
    long ended,
    Outcome outcome,
    int timeline,
    String server,
    String via,
    String error) {

  /** What the client knows of the row. */
  public enum Outcome {
    /** The server answered that it is stored. */
    ACKNOWLEDGED,
    /** The server answered that it is not stored. */
    REFUSED,
    /** It was sent, and no answer came: it may be stored or not. */
    UNKNOWN,
    /** There was no connection to send it over. */
    NOT_SENT
  }

  /** Whether the server confirmed that the row is stored. */
  public boolean acknowledged() {
    return outcome == Outcome.ACKNOWLEDGED;
  }
}
