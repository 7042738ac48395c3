package dev.azurepatroni.verify.check;

/** What came of a check. */
public enum Status {
  PASSED,
  /** It works, and something about it has to be known. */
  WARNED,
  FAILED,
  /** Nothing can be said, and the message says why. */
  NOT_RUN
}
