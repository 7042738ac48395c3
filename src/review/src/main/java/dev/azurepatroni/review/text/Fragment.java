package dev.azurepatroni.review.text;

/**
 * A part of the comment.
 *
 * @param text Markdown
 * @param stub shorter text for a comment that is too long; the same text if it must stay
 * @param rank truncation order, the lowest first
 */
public record Fragment(String text, String stub, int rank) {
  /** Rank of diffs, truncated first. */
  public static final int DIFF = 0;

  /** Rank of tables, truncated after diffs. */
  public static final int TABLE = 1;

  /** {@return a part that is never truncated} */
  public static Fragment fixed(String text) {
    return new Fragment(text, text, Integer.MAX_VALUE);
  }

  /** {@return a part that can be replaced by a line} */
  public static Fragment truncatable(int rank, String text, String stub) {
    return new Fragment(text, stub, rank);
  }

  private int saves() {
    return text.length() - stub.length();
  }

  /** {@return whether this part is truncated before another} */
  boolean precedes(Fragment other) {
    return rank != other.rank ? rank < other.rank : saves() > other.saves();
  }

  /** {@return whether the comment gets shorter without this part} */
  boolean truncatable() {
    return saves() > 0;
  }

  /** {@return the replacement} */
  Fragment truncated() {
    return fixed(stub);
  }
}
