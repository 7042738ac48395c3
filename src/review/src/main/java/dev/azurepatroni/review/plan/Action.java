package dev.azurepatroni.review.plan;

import com.fasterxml.jackson.databind.JsonNode;

/** What Terraform does with a resource; the worst comes first. */
public enum Action {
  /** It is deleted. */
  DESTROY("-", "destroy"),
  /** It is deleted and made anew. */
  REPLACE("-/+", "replace"),
  /** Terraform no longer manages it, and leaves it where it is. */
  FORGET(".", "forget"),
  /** It is changed where it is. */
  UPDATE("~", "update"),
  /** It is made. */
  CREATE("+", "create"),
  /** Nothing that counts: no change, or a data source that is read. */
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

  /** As Terraform marks it. */
  public String sign() {
    return sign;
  }

  /** In a word. */
  public String verb() {
    return verb;
  }

  /** Whether what was there is gone afterwards. */
  public boolean loses() {
    return this == DESTROY || this == REPLACE;
  }
}
