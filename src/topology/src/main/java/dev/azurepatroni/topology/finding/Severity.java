package dev.azurepatroni.topology.finding;

/** How much a finding matters. */
public enum Severity {
  /** Nothing is synthesised. */
  ERROR,
  /** Synthesised, and said every time. */
  WARNING
}
