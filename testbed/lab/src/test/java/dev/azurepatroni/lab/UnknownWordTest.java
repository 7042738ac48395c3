package dev.azurepatroni.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownWordTest {
  private static final List<String> HOSTS = List.of("pglab-1", "pglab-2", "pglab-witness");

  @Test
  void theNearestWordIsNamed() {
    assertThat(UnknownWord.message("host", "pglab2", HOSTS))
        .isEqualTo(
            "unknown host 'pglab2'; did you mean 'pglab-2'? Allowed: pglab-1, pglab-2,"
                + " pglab-witness");
  }

  @Test
  void aWordLikeNoOtherIsNotGuessed() {
    assertThat(UnknownWord.message("host", "orders", HOSTS))
        .isEqualTo("unknown host 'orders'. Allowed: pglab-1, pglab-2, pglab-witness");
  }

  @Test
  void nothingAllowedIsSaid() {
    assertThat(UnknownWord.message("zone", "1", List.of()))
        .isEqualTo("unknown zone '1'. Allowed: none");
  }
}
