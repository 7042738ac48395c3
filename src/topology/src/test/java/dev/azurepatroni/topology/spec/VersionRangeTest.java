package dev.azurepatroni.topology.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ">= 4.1.4, < 5     ; /^4[.+-]/",
        ">= 3.5.16, < 3.6  ; /^3\\.5[.+-]/",
        ">= 16, < 17       ; /^16[.+-]/",
        ">= 4.1, < 4.3     ; /^(4\\.1|4\\.2)[.+-]/",
        ">= 16.10, < 16.12 ; /^(16\\.10|16\\.11)[.+-]/",
        ">= 4.1.4, < 5.0.2 ; /^(4|5\\.0\\.0|5\\.0\\.1)[.+-]/",
        "4.1.5-1.pgdg13+1  ; 4.1.5-1.pgdg13+1"
      })
  void thePatternMatchesNothingTooNew(String text, String pattern) {
    assertThat(range(text).pattern()).isEqualTo(pattern);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 4.1.4, < 5     | 4.1.1 | false",
        ">= 4.1.1, < 5     | 4.1.1 | false",
        ">= 4.1, < 5       | 4.1.1 | true",
        ">= 4.0.10, < 5    | 4.0.9 | false",
        "4.1.0-1.pgdg13+1  | 4.1.1 | true",
        "1:4.1.5-1         | 4.1.1 | false"
      })
  void theLowestVersionIsCompared(String text, String version, boolean older) {
    assertThat(range(text).allowsOlderThan(version)).isEqualTo(older);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 16, < 17      | 17 | false",
        ">= 16, < 17.1    | 17 | true",
        "16.10-1.pgdg13+1 | 17 | false",
        "17.2-1.pgdg13+1  | 17 | true"
      })
  void theHighestVersionIsCompared(String text, String version, boolean allowed) {
    assertThat(range(text).allows(version)).isEqualTo(allowed);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsEmpty() {
    assertThat(range(">= 5, < 4.1").empty()).isTrue();
    assertThat(range(">= 4.1, < 4.1.0").empty()).isTrue();
    assertThat(range(">= 4.1, < 4.1.1").empty()).isFalse();
    assertThat(range("4.1.5-1").empty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4.1.*", "4.1.5", ">= 4.1", "< 5", ">=4.1, <5", "> 4, < 5", ">= 4, <= 5", ""})
  void anyOtherNotationIsNone(String text) {
    assertThat(VersionRange.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 16, 160_000})
  void anyNumberHasARange(int major) {
    assertThat(VersionRange.ofMajor(major).lowest()).containsExactly(major);
  }

  private static VersionRange range(String text) {
    return VersionRange.of(text).orElseThrow();
  }
}
