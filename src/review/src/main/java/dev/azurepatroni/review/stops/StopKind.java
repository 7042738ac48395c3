package dev.azurepatroni.review.stops;

/** How a plan stops a host, the shortest way first. */
public enum StopKind {
  /** azurerm powers the VM off and on. */
  RESTART("restarts"),
  /** azurerm powers the VM off, gives its hardware back, and starts it again. */
  DEALLOCATE("deallocates"),
  /** A data disk is taken from the running VM. */
  DETACH("detaches a data disk of"),
  /** Another VM takes its place. */
  REPLACE("replaces"),
  /** It is deleted. */
  DESTROY("destroys");

  private final String verb;

  StopKind(String verb) {
    this.verb = verb;
  }

  /** {@return what the plan does, followed by a host's name} */
  public String verb() {
    return verb;
  }
}
