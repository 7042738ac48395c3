package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.LogicalSlotSpec;
import dev.azurepatroni.topology.spec.SynchronousMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatroniTuningTest {
  @Test
  void noLagExcludesASynchronousStandby() {
    assertThat(Prod.plan().patroni().maximumLag()).isEqualTo(Long.MAX_VALUE);
    assertThat(Prod.plan(Prod.threeNodes()).patroni().maximumLag()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAsynchronousStandbyMayLackOneMebibyte() {
    assertThat(lag(SynchronousMode.OFF, 0)).isEqualTo(1_048_576);
  }

  @Test
  void aWrittenLagCountsInEveryMode() {
    assertThat(lag(SynchronousMode.OFF, 16)).isEqualTo(16L << 20);
    assertThat(lag(SynchronousMode.ON, 1_048_576)).isEqualTo(1L << 40);
  }

  @Test
  void everyMemberAndEveryApplicationHasItsSlot() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.database(database -> database.nodes(3))
                    .postgresql(
                        postgresql ->
                            postgresql.logicalSlots(
                                List.of(new LogicalSlotSpec("cdc", "application", "pgoutput")))));

    assertThat(Prod.plan(spec).patroni().slots())
        .containsExactlyEntriesOf(
            orderedMap(
                "pgpatroni_1",
                Map.of("type", "physical"),
                "pgpatroni_2",
                Map.of("type", "physical"),
                "pgpatroni_3",
                Map.of("type", "physical"),
                "cdc",
                Map.of("type", "logical", "database", "application", "plugin", "pgoutput")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, String>> orderedMap(Object... entries) {
    Map<String, Map<String, String>> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], (Map<String, String>) entries[i + 1]);
    }
    return map;
  }

  private static long lag(SynchronousMode mode, int mebibytes) {
    return Prod.plan(
            Prod.with(
                prod ->
                    prod.patroni(
                        patroni ->
                            patroni.synchronousMode(mode).maximumLagOnFailoverMb(mebibytes))))
        .patroni()
        .maximumLag();
  }
}
