package dev.azurepatroni.verify.check;

/** Receives progress messages. */
public interface Progress {
  /** A line. */
  void say(String line);
}
