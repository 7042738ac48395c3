package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;

/** What Terraform does with a resource, the most destructive action first. */
public enum Action {
  /** Delete it. */
  DESTROY("-", "destroy"),
  /** Delete and create it. */
  REPLACE("-/+", "replace"),
  /** Stop managing it, without deleting it. */
  FORGET(".", "forget"),
  /** Change it in place. */
  UPDATE("~", "update"),
  /** Create it. */
  CREATE("+", "create"),
  /** Manage an object that exists, without changing it. */
  IMPORT("<", "import"),
  /** Keep it under another address, without changing it. */
  MOVE(">", "move"),
  /** Change nothing, or read a data source. */
  NONE("", "nothing");

  private final String sign;
  private final String verb;

  Action(String sign, String verb) {
    this.sign = sign;
    this.verb = verb;
  }

  /**
   * {@return what happens to a resource or an output}
   *
   * @param entry of the plan's {@code resource_changes} or {@code output_changes}
   * @param change what Terraform does with it
   */
  static Action of(JsonNode entry, JsonNode change) {
    return switch (change.path("actions").toString()) {
      case "[\"create\"]" -> CREATE;
      case "[\"update\"]" -> UPDATE;
      case "[\"delete\"]" -> DESTROY;
      case "[\"delete\",\"create\"]", "[\"create\",\"delete\"]" -> REPLACE;
      case "[\"forget\"]", "[\"create\",\"forget\"]" -> FORGET;
      default -> change.has("importing") ? IMPORT : entry.has("previous_address") ? MOVE : NONE;
    };
  }

  /** {@return the mark in Terraform's output} */
  public String sign() {
    return sign;
  }

  /** {@return the action as a verb} */
  public String verb() {
    return verb;
  }

  /** {@return whether the resource is deleted} */
  public boolean deletes() {
    return this == DESTROY || this == REPLACE;
  }
}
