package dev.azurepatroni.review.comment;

import java.util.Optional;

/**
 * A piece of the comment.
 *
 * @param text Markdown
 * @param stub what may stand in its place where the comment gets too long
 * @param rank which pieces go first: those with the lowest
 */
record Block(String text, Optional<String> stub, int rank) {
  static final int DIFF = 0;
  static final int TABLE = 1;

  /** A piece that always stays. */
  static Block fixed(String text) {
    return new Block(text, Optional.empty(), Integer.MAX_VALUE);
  }

  /** A piece that can be left out, with a line that says so. */
  static Block cuttable(int rank, String text, String stub) {
    return new Block(text, Optional.of(stub), rank);
  }

  private int saves() {
    return stub.map(it -> text.length() - it.length()).orElse(0);
  }

  /** Whether leaving this one out comes before leaving out another. */
  boolean goesBefore(Block other) {
    return rank != other.rank ? rank < other.rank : saves() > other.saves();
  }

  /** Whether leaving it out makes the comment shorter. */
  boolean canGo() {
    return saves() > 0;
  }

  /** What stands in its place. */
  Block left() {
    return fixed(stub.orElse(text));
  }
}
