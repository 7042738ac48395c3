package dev.azurepatroni.lab.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
  private static boolean after(int threshold, boolean... answers) {
    Health health = Health.UNKNOWN;
    for (boolean answer : answers) {
      health = health.after(answer, threshold);
    }
    return health.up();
  }

  @Test
  void aBackendBeginsWithoutHealth() {
    assertThat(Health.UNKNOWN.up()).isFalse();
  }

  @Test
  void withAThresholdOfOneEveryAnswerCounts() {
    assertThat(after(1, true)).isTrue();
    assertThat(after(1, true, false)).isFalse();
  }

  @Test
  void onlyAnswersInARowReachAThreshold() {
    assertThat(after(2, true)).isFalse();
    assertThat(after(2, true, true)).isTrue();
    assertThat(after(2, true, true, false, true, false)).isTrue();
    assertThat(after(2, true, true, false, false)).isFalse();
  }
}
