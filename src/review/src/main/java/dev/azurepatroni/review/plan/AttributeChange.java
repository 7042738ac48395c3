package dev.azurepatroni.review.plan;

/**
 * An attribute before and after, as text without sensitive values.
 *
 * @param path as Terraform writes it: {@code os_disk[0].name}
 * @param before JSON, or a word in parentheses
 * @param after JSON, or a word in parentheses
 * @param forcesReplacement whether it forces the replacement of the resource
 */
public record AttributeChange(String path, String before, String after, boolean forcesReplacement) {
  /** Placeholder of a sensitive value. */
  public static final String SECRET = "(secret)";

  /** Placeholder of a value that the plan does not know. */
  public static final String UNKNOWN = "(known after apply)";

  /** Placeholder of a missing value. */
  public static final String ABSENT = "(none)";

  /** {@return whether the value is known only after the apply} */
  public boolean unknown() {
    return after.equals(UNKNOWN);
  }
}
