package dev.azurepatroni.review.comment;

/** What a plan was made over. */
public enum PlannedOver {
  /** What is deployed in Azure. */
  DEPLOYED("deployed", "Planned over what is deployed."),
  /** A stand-in, to which the base was deployed. */
  STANDIN(
      "standin",
      "Planned over a stand-in (docs/standin.md) that holds what the base deploys: no cloud was asked."),
  /** Nothing. */
  NOTHING(
      "nothing",
      "Not planned: what differs in the synthesised configuration. Which resource is replaced, only a plan tells.");

  private final String word;
  private final String sentence;

  PlannedOver(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  String word() {
    return word;
  }

  String sentence() {
    return sentence;
  }
}
