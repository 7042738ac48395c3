package dev.azurepatroni.lab;

import java.util.Collection;
import java.util.Comparator;

/** The message about a word that is not known: the nearest known one, and all that are allowed. */
public final class UnknownWord {
  private UnknownWord() {}

  /**
   * The message.
   *
   * @param what what the word stands for, for example {@code host}
   * @param word the unknown word
   * @param allowed all known words
   */
  public static String message(String what, String word, Collection<String> allowed) {
    int limit = Math.max(1, word.length() / 2);
    String nearest =
        allowed.stream()
            .filter(candidate -> distance(word, candidate) <= limit)
            .min(Comparator.comparing(candidate -> distance(word, candidate)))
            .map("; did you mean '%s'?"::formatted)
            .orElse(".");
    return "unknown %s '%s'%s Allowed: %s"
        .formatted(what, word, nearest, allowed.isEmpty() ? "none" : String.join(", ", allowed));
  }

  /** How many characters have to be added, removed or replaced: Levenshtein's distance. */
  private static int distance(String word, String other) {
    int[] costs = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      costs[column] = column;
    }
    for (int row = 1; row <= word.length(); row++) {
      int diagonal = costs[0];
      costs[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int replaced = diagonal + (word.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        diagonal = costs[column];
        costs[column] = Math.min(replaced, 1 + Math.min(costs[column - 1], diagonal));
      }
    }
    return costs[other.length()];
  }
}
