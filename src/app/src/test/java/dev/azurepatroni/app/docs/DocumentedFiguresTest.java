package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README shows five faults as they were measured. */
class DocumentedFiguresTest {
  private static final List<String> FAULTS =
      List.of(
          "planned switchover",
          "leader's PostgreSQL crashes",
          "leader's PostgreSQL frozen",
          "leader host lost",
          "zone 3 lost");

  @Test
  void theReadmeShowsWhatTheDrillsMeasured() throws IOException {
    Map<String, List<String>> drilled =
        Page.tableRows(Page.named("figures/README.md").text()).stream()
            .collect(Collectors.toMap(row -> row.get(0), Function.identity(), (one, other) -> one));

    assertThat(drilled).containsKeys(FAULTS.toArray(String[]::new));
    Page.named("../README.md")
        .holds(
            "figures",
            "| fault | n | median | maximum | budget |",
            FAULTS.stream().map(drilled::get).map(DocumentedFiguresTest::line));
  }

  /**
   * The page has median and maximum in one cell, {@code 3.0, 4.7 s}, and the budget in the sixth.
   */
  private static String line(List<String> row) {
    String[] gap = row.get(2).split(", ", 2);
    return "| %s | %s | %s s | %s | %s |"
        .formatted(row.get(0), row.get(1), gap[0], gap[1], row.get(5));
  }
}
