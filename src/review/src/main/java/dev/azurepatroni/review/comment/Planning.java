package dev.azurepatroni.review.comment;

import dev.azurepatroni.review.plan.TerraformPlan;

/** What came of the request for a plan of a stack. */
public sealed interface Planning {
  /** No plan was asked for. */
  Planning NONE = new NotAsked();

  /** No plan was asked for. */
  record NotAsked() implements Planning {}

  /**
   * Terraform made a plan.
   *
   * @param plan what it does
   */
  record Planned(TerraformPlan plan) implements Planning {}

  /**
   * Terraform failed.
   *
   * @param message what it printed
   */
  record Refused(String message) implements Planning {}
}
