package dev.azurepatroni.verify.check;

/** When a check is run. */
public enum Group {
  /** Always: seconds, and hardly any load. */
  QUICK,
  /** Unless only quick ones are asked for: minutes, and load. */
  LOAD,
  /** On request only: it breaks something. */
  DESTRUCTIVE
}
