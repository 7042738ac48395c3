package dev.azurepatroni.verify.rows;

/** What became of a row that a client tried to write. */
public enum Outcome {
  /** The server said that it is stored. */
  ACKNOWLEDGED,
  /** The server said that it is not. */
  REFUSED,
  /** It was sent, and no answer came: it may be stored or not. */
  UNKNOWN,
  /** There was no connection to send it over. */
  NOT_SENT
}
