package dev.azurepatroni.topology.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void plainTextStaysAsItIs() {
    assertThat(Printable.of("m\u00fcnchen-1 [10.50.1.0/24]"))
        .isEqualTo("m\u00fcnchen-1 [10.50.1.0/24]");
  }

  @Test
  void controlCharactersAreShownAndDoNotReachTheTerminal() {
    assertThat(Printable.of("a\nb\r\tc\u001b[31m\u0000\u202e\u2028"))
        .isEqualTo("a\\nb\\r\\tc\\u001b[31m\\u0000\\u202e\\u2028");
  }

  @Test
  void aLongTextIsCutToALine() {
    assertThat(Printable.of("x".repeat(1_000_000))).hasSize(160).endsWith("xxx...");
    assertThat(Printable.of("x".repeat(160))).isEqualTo("x".repeat(160));
  }

  @Test
  void aPathWithInvisibleBlanksIsQuoted() {
    assertThat(new Finding(Severity.ERROR, " x", "c", "problem", "fix").path()).isEqualTo("' x'");
    assertThat(new Finding(Severity.ERROR, "", "c", "problem", "fix").path()).isEqualTo("''");
  }

  @Test
  void aFindingShowsWhatAPersonWroteOnOneLine() {
    assertThat(new Finding(Severity.ERROR, "tags.a\nb", "c\nd", "problem", "fix"))
        .hasToString("tags.a\\nb = c\\nd\n  problem: problem\n  fix:     fix");
  }
}
