package dev.azurepatroni.verify.rows;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every row that clients tried to write, compared with those that are stored.
 *
 * @param acknowledged rows that the server acknowledged to a client
 * @param lost acknowledged rows that are not stored: the recovery point is missed
 * @param doubled rows that are stored more than once
 * @param refusedButStored rows that the server refused and that are stored
 * @param unknownStored rows without an answer that are stored
 * @param unknownAbsent rows without an answer that are not stored
 * @param examples descriptions of the first wrong rows
 */
public record Comparison(
    long acknowledged,
    long lost,
    long doubled,
    long refusedButStored,
    long unknownStored,
    long unknownAbsent,
    List<String> examples) {
  private static final int EXAMPLES = 10;

  /** Keeps a copy. */
  public Comparison {
    examples = List.copyOf(examples);
  }

  /**
   * Compares.
   *
   * @param stored how often each row is stored, by writer, then by sequence
   */
  public static Comparison of(List<Attempt> attempts, Map<String, Map<Long, Integer>> stored) {
    Tally tally = new Tally();
    attempts.forEach(
        attempt -> tally.add(attempt, stored.getOrDefault(attempt.writer().toString(), Map.of())));
    return tally.comparison();
  }

  /** Whether nothing acknowledged is missing, nothing is there twice and nothing refused is. */
  @JsonIgnore
  public boolean isClean() {
    return lost == 0 && doubled == 0 && refusedButStored == 0;
  }

  private static final class Tally {
    private final List<String> examples = new ArrayList<>();
    private long acknowledged;
    private long lost;
    private long doubled;
    private long refusedButStored;
    private long unknownStored;
    private long unknownAbsent;

    void add(Attempt attempt, Map<Long, Integer> stored) {
      int times = stored.getOrDefault(attempt.sequence(), 0);
      if (times > 1) {
        doubled++;
        wrong(attempt, "is stored " + times + " times");
      }
      switch (attempt.outcome()) {
        case ACKNOWLEDGED -> {
          acknowledged++;
          if (times == 0) {
            lost++;
            wrong(attempt, "was acknowledged and is lost");
          }
        }
        case REFUSED, NOT_SENT -> {
          if (times > 0) {
            refusedButStored++;
            wrong(attempt, "was refused and is stored");
          }
        }
        case UNKNOWN -> {
          if (times > 0) {
            unknownStored++;
          } else {
            unknownAbsent++;
          }
        }
      }
    }

    private void wrong(Attempt attempt, String what) {
      if (examples.size() < EXAMPLES) {
        examples.add(
            "row %d of %s, sent at %.3f s to %s, timeline %d, %s"
                .formatted(
                    attempt.sequence(),
                    attempt.writer(),
                    attempt.sent() / 1e9,
                    attempt.server().isEmpty() ? "an unknown server" : attempt.server(),
                    attempt.timeline(),
                    what));
      }
    }

    Comparison comparison() {
      return new Comparison(
          acknowledged, lost, doubled, refusedButStored, unknownStored, unknownAbsent, examples);
    }
  }
}
