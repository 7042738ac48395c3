package dev.azurepatroni.verify.check;

/** Receives progress messages. */
public interface Progress {
  /** Prints a line. */
  void print(String line);
}
