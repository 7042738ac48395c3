package dev.azurepatroni.verify.check;

/** How a check ended. */
public enum CheckStatus {
  PASSED,
  /** It works, with a limit that a message names. */
  WARNED,
  FAILED,
  /** The check could not run; the message says why. */
  NOT_RUN
}
