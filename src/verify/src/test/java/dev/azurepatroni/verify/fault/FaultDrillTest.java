package dev.azurepatroni.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.verify.rows.Recording;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The loop of a drill, in a time that only it moves. */
class FaultDrillTest {
  private static final long START = 1_000_000;

  private final FakeTime time = new FakeTime();
  private final List<String> events = new ArrayList<>();

  /** Seconds of the drill at which the cluster is healthy. */
  private LongPredicate healthy = second -> true;

  /** Seconds of the drill at which a row is written through each endpoint. */
  private LongPredicate poolerWrites = second -> true;

  private LongPredicate databaseWrites = second -> true;

  @Test
  void clearsTheFaultOnceWritesHaveGoneOnForFiveSeconds() throws Exception {
    poolerWrites = databaseWrites = second -> second <= 3 || second > 15;

    FaultRun run = run(Duration.ofSeconds(10), true);

    assertThat(run.resumed()).isTrue();
    assertThat(run.held()).isEqualTo(17);
    assertThat(events)
        .containsExactly("start 0", "before 3", "inject 3", "clear 20", "after 20", "stop 22");
  }

  @Test
  void holdsTheFaultAtLeastForItsTime() throws Exception {
    FaultRun run = run(Duration.ofSeconds(40), true);

    assertThat(run.resumed()).isTrue();
    assertThat(run.held()).isEqualTo(40);
  }

  @Test
  void clearsTheFaultAfterNinetySecondsWithoutWrites() throws Exception {
    poolerWrites = databaseWrites = second -> second <= 3;

    FaultRun run = run(Duration.ofSeconds(10), true);

    assertThat(run.resumed()).isFalse();
    assertThat(run.held()).isEqualTo(90);
  }

  @Test
  void clearsAFaultOfACertainDurationThenAndWaitsForWrites() throws Exception {
    poolerWrites = databaseWrites = second -> second <= 3 || second > 70;
    Injection injection =
        Injection.of(
                "db-1",
                () -> events.add("inject " + time.seconds()),
                () -> events.add("clear " + time.seconds()))
            .lasting(Duration.ofSeconds(60));

    FaultRun run = drill(Duration.ofSeconds(1)).run(() -> injection, this::clients);

    assertThat(run.held()).isEqualTo(60);
    assertThat(run.resumed()).isTrue();
    assertThat(events).contains("inject 3", "clear 63", "after 75");
  }

  @Test
  void writesThroughOneEndpointAreNotEnough() throws Exception {
    databaseWrites = second -> second <= 3;

    assertThat(run(Duration.ofSeconds(10), true).resumed()).isFalse();
  }

  @Test
  void anInterruptionStartsTheFiveSecondsAgain() throws Exception {
    poolerWrites = second -> second != 10;

    assertThat(run(Duration.ofSeconds(5), true).held()).isEqualTo(5);
    events.clear();
    time.reset();
    poolerWrites = second -> second != 6;

    assertThat(run(Duration.ofSeconds(5), true).held()).isEqualTo(8);
  }

  @Test
  void recoveryCountsFromClearingTheFault() throws Exception {
    healthy = second -> second <= 3 || second >= 30;

    assertThat(run(Duration.ofSeconds(10), true).recovery()).isEqualTo(30 - 13);
  }

  @Test
  void recoveryCountsFromTheFaultWhereNothingClearsIt() throws Exception {
    healthy = second -> second <= 3 || second >= 30;

    assertThat(run(Duration.ofSeconds(10), false).recovery()).isEqualTo(30 - 3);
  }

  @Test
  void aClusterThatStaysUnhealthyIsReported() throws Exception {
    healthy = second -> second <= 3;

    FaultRun run = run(Duration.ofSeconds(10), true);

    assertThat(run.recovery()).isEqualTo(FaultRun.NOT_SEEN);
    assertThat(run.problems()).containsExactly("db-2 is not ready");
    assertThat(events).contains("stop 135");
  }

  @Test
  void aClusterThatIsNotHealthyGetsNoFault() {
    healthy = second -> false;

    assertThatThrownBy(() -> run(Duration.ofSeconds(10), true))
        .isInstanceOf(UnhealthyClusterException.class)
        .hasMessage("the cluster is not healthy; no fault was injected: db-2 is not ready");
    assertThat(events).isEmpty();
    assertThat(time.seconds()).isEqualTo(120);
  }

  @Test
  void aFaultThatFailsHalfwayIsCleared() {
    Injection injection =
        Injection.of(
            "db-1",
            () -> {
              events.add("inject " + time.seconds());
              throw new IOException("no process is called postgres");
            },
            () -> events.add("clear " + time.seconds()));

    assertThatThrownBy(() -> drill(Duration.ofSeconds(10)).run(() -> injection, this::clients))
        .hasMessage("no process is called postgres");
    assertThat(events).containsExactly("start 0", "before 3", "inject 3", "clear 3", "close 3");
  }

  private FaultRun run(Duration hold, boolean cleared) throws Exception {
    Injection.Action inject = () -> events.add("inject " + time.seconds());
    Injection.Action clear =
        cleared ? () -> events.add("clear " + time.seconds()) : Injection.NOTHING;
    FaultRun run = drill(hold).run(() -> Injection.of("db-1", inject, clear), this::clients);
    assertThat(events.remove(events.size() - 1)).startsWith("close");
    assertThat(run.injectedAt()).isEqualTo(START + 3000);
    return run;
  }

  private FaultDrill drill(Duration hold) {
    return new FaultDrill(
        () -> healthy.test(time.seconds()) ? List.of() : List.of("db-2 is not ready"),
        new FaultTiming(
            Duration.ofSeconds(120), Duration.ofSeconds(3), hold, Duration.ofSeconds(2)),
        time);
  }

  private FaultClients clients() {
    events.add("start " + time.seconds());
    return new FaultClients() {
      @Override
      public Map<String, Long> acknowledged() {
        return Map.of("pooler", rows(poolerWrites), "database", rows(databaseWrites));
      }

      @Override
      public void beforeInjection() {
        events.add("before " + time.seconds());
      }

      @Override
      public void afterHold() {
        events.add("after " + time.seconds());
      }

      @Override
      public Recording stop() {
        events.add("stop " + time.seconds());
        return FaultRunTest.recording(START, List.of());
      }

      @Override
      public void close() {
        events.add("close " + time.seconds());
      }
    };
  }

  private long rows(LongPredicate writes) {
    return LongStream.rangeClosed(0, time.seconds()).filter(writes).count();
  }

  /** Moves only when somebody waits. */
  private static final class FakeTime implements TimeSource {
    private long now = START;

    @Override
    public long millis() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      now += duration.toMillis();
    }

    long seconds() {
      return (now - START) / 1000;
    }

    void reset() {
      now = START;
    }
  }
}
