package dev.azurepatroni.review.comment;

import java.util.Locale;

/** What a plan compares with. */
public enum PlannedOver {
  /** What is deployed in Azure. */
  DEPLOYED("Planned over what is deployed in Azure."),
  /** An emulator with what the base deploys. */
  EMULATOR(
      "Planned over an emulator (docs/explanation/emulator.md) with what the base deploys, without Azure."),
  /** Nothing. */
  NOTHING(
      "Not planned: only the synthesised configurations are compared, so replacements are not known.");

  private final String sentence;

  PlannedOver(String sentence) {
    this.sentence = sentence;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sentence() {
    return sentence;
  }
}
