package dev.azurepatroni.verify.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.azurepatroni.verify.rows.Attempt.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final Writer POOLER = new Writer("pooler", 1);

  @Test
  void goesFromOneProgramToAnotherUnchanged() throws Exception {
    Recording recording =
        Recording.of(
            new RunClock(),
            List.of("pooler"),
            List.of(
                acknowledged(1, 0, 5, 1, "10.0.0.1"),
                new Attempt(
                    POOLER, 2, seconds(10), seconds(13), Outcome.UNKNOWN, 0, "", "", "08006 gone"),
                acknowledged(3, 2_000, 2_005, 2, "10.0.0.2")),
            Map.of("pooler-1", Map.of(1L, 1, 3L, 1)),
            TimeUnit.MILLISECONDS.toNanos(2_100));

    ObjectMapper json = new ObjectMapper();
    Recording again = json.readValue(json.writeValueAsString(recording), Recording.class);

    assertThat(again).isEqualTo(recording);
    assertThat(again.endpoints().get("pooler").longestGap()).isEqualTo(2.0);
    assertThat(again.endpoints().get("pooler").errors())
        .containsExactly(Map.entry("08006 gone", 1L));
    assertThat(again.timelines())
        .containsExactly(Map.entry(1, "10.0.0.1"), Map.entry(2, "10.0.0.2"));
    assertThat(again.rows().unknownAbsent()).isEqualTo(1);
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Attempt acknowledged(
      long sequence, int sent, int ended, int timeline, String server) {
    return new Attempt(
        POOLER,
        sequence,
        TimeUnit.MILLISECONDS.toNanos(sent),
        TimeUnit.MILLISECONDS.toNanos(ended),
        Outcome.ACKNOWLEDGED,
        timeline,
        server,
        "10.0.0.9",
        "");
  }
}
