package dev.azurepatroni.review.comment;

import java.util.Locale;

/** What a plan was made over. */
public enum PlannedOver {
  /** What is deployed in Azure. */
  DEPLOYED("Planned over what is deployed."),
  /** An emulator, to which the base was deployed. */
  EMULATOR(
      "Planned over an emulator (docs/emulator.md) that holds what the base deploys: no cloud was asked."),
  /** Nothing. */
  NOTHING(
      "Not planned: what differs in the synthesised configuration. Which resource is replaced, only a plan tells.");

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
