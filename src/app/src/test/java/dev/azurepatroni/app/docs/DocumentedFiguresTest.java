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
          "the leader's PostgreSQL killed",
          "leader host lost",
          "leader host lost, etcd's leader on it",
          "the leader's link cut",
          "standby host lost and returned",
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
            "| fault | trials | no write: p50, p95, longest | calculated | rows acknowledged | lost |",
            FAULTS.stream().map(drilled::get).map(DocumentedFiguresTest::line));
  }

  @Test
  void noFaultLostARowOrMissedItsAim() throws IOException {
    assertThat(Page.tableRows(Page.named("figures/README.md").text()))
        .filteredOn(row -> !row.get(0).startsWith("&nbsp;"))
        .hasSizeGreaterThan(20)
        .allSatisfy(row -> assertThat(row.get(5)).doesNotContain("missed"))
        .allSatisfy(row -> assertThat(row.get(7)).isEqualTo("0"));
  }

  private static String line(List<String> row) {
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(row.get(0), row.get(1), row.get(2), row.get(4), row.get(6), row.get(7));
  }
}
