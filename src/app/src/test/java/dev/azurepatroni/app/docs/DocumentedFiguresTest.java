package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedFiguresTest {
  private static final List<String> FAULTS =
      List.of(
          "planned switchover",
          "leader's PostgreSQL crashes",
          "leader host lost",
          "leader host lost with the etcd leader",
          "leader's link cut",
          "standby host lost",
          "one pooler lost",
          "zone 1 lost",
          "zone 2 lost",
          "zone 3 lost");

  @Test
  void theReadmeTellsWhatTheDrillsMeasured() throws IOException {
    Map<String, List<String>> drilled =
        Page.tableRows(Page.named("figures/README.md").text()).stream()
            .collect(Collectors.toMap(row -> row.get(0), Function.identity(), (one, other) -> one));

    assertThat(drilled).containsKeys(FAULTS.toArray(String[]::new));
    Page.named("../README.md")
        .holds(
            "figures",
            "| fault | n | no write: median, max | calculated | max in budget | rows acknowledged | lost |",
            FAULTS.stream().map(drilled::get).map(DocumentedFiguresTest::line));
  }

  private static String line(List<String> row) {
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            row.get(0), row.get(1), row.get(2), row.get(4), row.get(5), row.get(7), row.get(8));
  }
}
