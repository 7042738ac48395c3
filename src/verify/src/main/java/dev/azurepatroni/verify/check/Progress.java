package dev.azurepatroni.verify.check;

/** Who is told how far it is. */
public interface Progress {
  /** A line. */
  void say(String line);
}
