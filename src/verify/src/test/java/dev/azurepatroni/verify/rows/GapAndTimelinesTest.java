package dev.azurepatroni.verify.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.verify.rows.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapAndTimelinesTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aGapLastsFromAnAcknowledgementToTheNextOfAnyClient() {
    List<Attempt> attempts =
        List.of(row(1, 1, 1, "a"), row(2, 1, 2, "a"), row(1, 9, 10, "a"), row(2, 10, 11, "a"));
    List<Gap> gaps = Gap.of(attempts, "pooler", Duration.ofSeconds(2), 11 * SECOND);
    assertThat(gaps).containsExactly(new Gap(2 * SECOND, 10 * SECOND, true));
  }

  @Test
  void aRunThatEndsWithoutWritesEndsInAGapThatIsOpen() {
    List<Gap> gaps =
        Gap.of(List.of(row(1, 0, 1, "a")), "pooler", Duration.ofSeconds(1), 31 * SECOND);
    assertThat(gaps).containsExactly(new Gap(SECOND, 31 * SECOND, false));
  }

  @Test
  void whereNothingWasEverAcknowledgedTheWholeRunIsAGap() {
    assertThat(Gap.of(List.of(), "pooler", Duration.ZERO, 5 * SECOND))
        .containsExactly(new Gap(0, 5 * SECOND, false));
  }

  @Test
  void aPromotionIsNoConflict() {
    assertThat(Timelines.conflicts(List.of(row(1, 1, 2, "a"), on(2, "b", 5, 6)))).isEmpty();
  }

  @Test
  void aWriteOnAnOlderTimelineSentAfterANewerOneTookOneProvesTwoLeaders() {
    List<Attempt> attempts = new ArrayList<>(List.of(row(1, 1, 2, "a"), on(2, "b", 5, 6)));
    attempts.add(on(1, "a", 7, 8));
    assertThat(Timelines.conflicts(attempts)).hasSize(1);
    assertThat(Timelines.conflicts(attempts).get(0)).contains("a took a row on timeline 1");
  }

  @Test
  void aWriteThatWasUnderWayWhenTheNewLeaderTookItsFirstProvesNothing() {
    List<Attempt> attempts = List.of(on(2, "b", 5, 6), on(1, "a", 5, 8));
    assertThat(Timelines.conflicts(attempts)).isEmpty();
  }

  @Test
  void twoServersOnOneTimelineProveTwoLeaders() {
    assertThat(Timelines.conflicts(List.of(row(1, 1, 2, "a"), row(2, 3, 4, "b"))))
        .containsExactly("timeline 1 was written on a and b");
  }

  private static Attempt row(int writer, long sent, long ended, String server) {
    return new Attempt(
        new Writer("pooler", writer),
        sent,
        sent * SECOND,
        ended * SECOND,
        Outcome.ACKNOWLEDGED,
        1,
        server,
        "",
        "");
  }

  private static Attempt on(int timeline, String server, long sent, long ended) {
    return new Attempt(
        new Writer("pooler", 1),
        sent,
        sent * SECOND,
        ended * SECOND,
        Outcome.ACKNOWLEDGED,
        timeline,
        server,
        "",
        "");
  }
}
