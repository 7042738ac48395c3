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
  /** Change nothing, or read a data source. */
  NONE("", "nothing");

  private final String sign;
  private final String verb;

  Action(String sign, String verb) {
    this.sign = sign;
    this.verb = verb;
  }

  static Action of(JsonNode actions) {
    return switch (actions.toString()) {
      case "[\"create\"]" -> CREATE;
      case "[\"update\"]" -> UPDATE;
      case "[\"delete\"]" -> DESTROY;
      case "[\"delete\",\"create\"]", "[\"create\",\"delete\"]" -> REPLACE;
      case "[\"forget\"]", "[\"create\",\"forget\"]" -> FORGET;
      default -> NONE;
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
