package dev.azurepatroni.verify.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.rows.Attempt.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Writer WRITER = new Writer("pooler", 1);

  @Test
  void anAcknowledgedRowThatIsNotStoredIsLost() {
    Comparison seen = Comparison.of(List.of(row(1, Outcome.ACKNOWLEDGED)), Map.of());
    assertThat(seen.lost()).isEqualTo(1);
    assertThat(seen.isClean()).isFalse();
    assertThat(seen.examples().get(0)).contains("row 1 of pooler-1").contains("is lost");
  }

  @Test
  void aRowThatIsStoredTwiceIsCountedWhateverTheClientKnows() {
    for (Outcome outcome : Outcome.values()) {
      Comparison seen = Comparison.of(List.of(row(7, outcome)), stored(7, 2));
      assertThat(seen.doubled()).as(outcome.name()).isEqualTo(1);
      assertThat(seen.isClean()).isFalse();
    }
  }

  @Test
  void aRefusedRowThatIsStoredIsNotClean() {
    Comparison seen = Comparison.of(List.of(row(3, Outcome.REFUSED)), stored(3, 1));
    assertThat(seen.refusedButStored()).isEqualTo(1);
    assertThat(seen.isClean()).isFalse();
  }

  @Test
  void aRowOfWhichNobodyHeardMayBeStoredOrNot() {
    Comparison seen =
        Comparison.of(
            List.of(row(1, Outcome.UNKNOWN), row(2, Outcome.UNKNOWN), row(3, Outcome.NOT_SENT)),
            stored(1, 1));
    assertThat(seen.unknownStored()).isEqualTo(1);
    assertThat(seen.unknownAbsent()).isEqualTo(1);
    assertThat(seen.isClean()).isTrue();
  }

  @Test
  void aRowOfAnotherWriterIsNotTakenForIt() {
    Comparison seen =
        Comparison.of(List.of(row(1, Outcome.ACKNOWLEDGED)), Map.of("database-1", Map.of(1L, 1)));
    assertThat(seen.lost()).isEqualTo(1);
  }

  private static Map<String, Map<Long, Integer>> stored(long sequence, int times) {
    return Map.of(WRITER.toString(), Map.of(sequence, times));
  }

  private static Attempt row(long sequence, Outcome outcome) {
    return new Attempt(WRITER, sequence, 0, 1, outcome, 1, "10.0.0.1", "", "");
  }
}
