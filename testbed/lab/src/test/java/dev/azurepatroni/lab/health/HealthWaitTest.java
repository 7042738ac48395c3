package dev.azurepatroni.lab.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthWaitTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private HealthWait upTo(Duration limit) {
    return new HealthWait(
        new PrintStream(shown, true, StandardCharsets.UTF_8), limit, Duration.ofMillis(1));
  }

  @Test
  void waitsUntilNothingIsMissingAndShowsEachReasonOnce() throws IOException {
    Deque<List<String>> reports =
        new ArrayDeque<>(
            List.of(
                List.of("no leader", "no standby"),
                List.of("no standby"),
                List.of("no standby"),
                List.of()));

    assertThat(upTo(Duration.ofMinutes(1)).await(reports::remove)).isEmpty();

    assertThat(shown.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(10)))
        .containsExactly(
            "waiting up to 60 s for the cluster: no leader; no standby",
            "waiting up to 60 s for the cluster: no standby");
  }

  @Test
  void whatIsMissingAtTheTimeOutIsReturned() throws IOException {
    assertThat(upTo(Duration.ofMillis(20)).await(() -> List.of("no standby")))
        .containsExactly("no standby");
  }

  @Test
  void aHealthyClusterIsNotWaitedFor() throws IOException {
    assertThat(upTo(Duration.ZERO).await(List::of)).isEmpty();
    assertThat(shown.size()).isZero();
  }
}
