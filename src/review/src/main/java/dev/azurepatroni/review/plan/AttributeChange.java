package dev.azurepatroni.review.plan;

/**
 * One attribute before and after, as text that holds no secret.
 *
 * @param path as Terraform writes it: {@code os_disk[0].name}
 * @param before JSON, or a word in parentheses
 * @param after JSON, or a word in parentheses
 * @param forcesReplacement whether it is why the resource is made anew
 */
public record AttributeChange(String path, String before, String after, boolean forcesReplacement) {
  /** Stands for a value that nobody may read. */
  public static final String SECRET = "(secret)";

  /** Stands for a value that a plan cannot know. */
  public static final String UNKNOWN = "(known after apply)";

  /** Stands for no value. */
  public static final String ABSENT = "(none)";

  /** Whether the value is told by the apply only. */
  public boolean unknown() {
    return after.equals(UNKNOWN);
  }
}
