package dev.azurepatroni.verify.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private static final long MILLI = 1_000_000L;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Hand hand = new Hand();

  @Test
  void queriesAreDueByTheRateAlone() {
    Pace pace = new Pace(100);
    assertThat(List.of(pace.due(0), pace.due(1), pace.due(250)))
        .containsExactly(0L, 10 * MILLI, 2_500 * MILLI);
    assertThatThrownBy(() -> new Pace(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatASlowAnswerMakesWaitCountsFromWhenItWasDue() {
    LoadRun run = new LoadRun(new Pace(100), LONG, hand);
    // The first takes 100 ms: the ten due meanwhile wait, and each then takes 1 ms.
    for (int i = 0; i <= 10; i++) {
      run.step(worker(index -> hand.now += index == 0 ? 100 * MILLI : MILLI));
    }
    LoadResult seen = run.result();
    assertThat(seen.done()).isEqualTo(11);
    assertThat(seen.latency().max()).isBetween(99.0, 101.0);
    // Due at 50 ms, answered at 105 ms; a closed loop would say 1 ms.
    assertThat(seen.latency().p50()).isBetween(50.0, 60.0);
  }

  @Test
  void aFreeClientWaitsUntilAQueryIsDue() {
    LoadRun run = new LoadRun(new Pace(10), LONG, hand);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      run.step(worker(index -> sent.add(hand.now / MILLI)));
    }
    assertThat(sent).containsExactly(0L, 100L, 200L);
    assertThat(run.result().latency().max()).isLessThan(1);
  }

  @Test
  void withoutARateLatencyCountsFromWhenTheQueryIsSent() {
    LoadRun run = new LoadRun(Pace.UNBOUNDED, LONG, hand);
    for (int i = 0; i < 5; i++) {
      run.step(worker(index -> hand.now += 20 * MILLI));
    }
    assertThat(run.result().latency().p50()).isBetween(19.0, 21.0);
    assertThat(run.result().achieved()).isEqualTo(50);
  }

  @Test
  void whatNoClientWasFreeForInTimeIsCountedAndNotSent() {
    LoadRun run = new LoadRun(new Pace(10), Duration.ofMillis(500), hand);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      run.step(
          worker(
              index -> {
                sent.add(index);
                hand.now += index == 0 ? 1_000 * MILLI : 0;
              }));
    }
    assertThat(run.result().missed()).isEqualTo(4);
    assertThat(sent).containsExactly(0L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(run.result().held()).isFalse();
  }

  @Test
  void errorsAreCountedByWhatWasSaidAndAreNoAnswers() {
    LoadRun run = new LoadRun(new Pace(1000), LONG, hand);
    for (int i = 0; i < 4; i++) {
      run.step(
          worker(
              index -> {
                if (index % 2 == 0) {
                  throw new SQLException("gone away\nand more", "08006");
                }
              }));
    }
    LoadResult seen = run.result();
    assertThat(seen.done()).isEqualTo(2);
    assertThat(seen.failed()).isEqualTo(2);
    assertThat(seen.errors()).containsExactly(Map.entry("08006 gone away", 2L));
  }

  @Test
  void everySecondHasItsOwnAnswersAndTheLatencyOfWhatWasDueInIt() {
    LoadRun run = new LoadRun(new Pace(2), LONG, hand);
    for (int i = 0; i < 6; i++) {
      run.step(worker(index -> hand.now += index == 2 ? 1_200 * MILLI : MILLI));
    }
    List<LoadResult.Second> seconds = run.result().bySecond();
    assertThat(seconds).extracting(LoadResult.Second::done).containsExactly(2L, 0L, 4L);
    assertThat(seconds.get(1).p99()).isBetween(1_190.0, 1_215.0);
    assertThat(seconds.get(0).p99()).isLessThan(2);
  }

  private static final class Hand implements Ticker {
    private long now;

    @Override
    public long now() {
      return now;
    }

    @Override
    public void await(long moment) {
      now = Math.max(now, moment);
    }
  }

  private interface Work {
    void at(long index) throws SQLException;
  }

  private static Worker worker(Work work) {
    return new Worker() {
      @Override
      public void open() {}

      @Override
      public void perform(long index) throws SQLException {
        work.at(index);
      }

      @Override
      public void close() {}
    };
  }
}
