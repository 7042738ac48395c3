package dev.azurepatroni.topology.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.LogicalSlotSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalSlotRulesTest {
  @Test
  void aSlotOfTheApplicationsDatabaseIsTaken() {
    assertThat(Prod.errors(with(slot("cdc"), slot("cdc_2")))).isEmpty();
  }

  @Test
  void anUnknownDatabaseIsRefused() {
    Finding error = Prod.onlyError(with(new LogicalSlotSpec("cdc", "orders", "pgoutput")));

    assertThat(error.path()).isEqualTo("postgresql.logicalSlots[0].database");
    assertThat(error.problem()).contains("application or postgres");
  }

  @Test
  void aNameThatIsTwiceInTheListIsRefusedAtTheSecond() {
    assertThat(Prod.onlyError(with(slot("cdc"), slot("cdc"))).path())
        .isEqualTo("postgresql.logicalSlots[1].name");
  }

  @Test
  void theSlotOfAMemberIsRefused() {
    assertThat(Prod.onlyError(with(slot("pgpatroni_2"))).problem())
        .contains("slot of a database host");
    assertThat(Prod.errors(with(slot("pgpatroni_3")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cdc", "c-d-c", "", "c d"})
  void aNameThatPostgresqlRefusesIsRefused(String name) {
    assertThat(Prod.onlyError(with(slot(name))).path())
        .isEqualTo("postgresql.logicalSlots[0].name");
  }

  @Test
  void aPluginThatIsNoLibraryIsRefused() {
    assertThat(Prod.onlyError(with(new LogicalSlotSpec("cdc", "application", "pg output"))).path())
        .isEqualTo("postgresql.logicalSlots[0].plugin");
  }

  @ParameterizedTest
  @CsvSource({"max_replication_slots,6", "max_wal_senders,6"})
  void moreSlotsThanPostgresqlKeepsAreRefused(String parameter, String limit) {
    LogicalSlotSpec[] three = slots(3);

    assertThat(Prod.errors(with(Map.of(parameter, "7"), three))).isEmpty();
    assertThat(Prod.onlyError(with(Map.of(parameter, limit), three)).fix())
        .contains("postgresql.parameters." + parameter + " to 7");
  }

  @Test
  void sixteenSlotsFitAndSeventeenDoNot() {
    assertThat(Prod.errors(with(slots(16)))).isEmpty();
    assertThat(Prod.errors(with(slots(17)))).isNotEmpty();
  }

  @Test
  void slotsNeedTheirWalLevel() {
    assertThat(Prod.onlyError(with(Map.of("wal_level", "replica"), slot("cdc"))).path())
        .isEqualTo("postgresql.parameters.wal_level");
  }

  private static LogicalSlotSpec slot(String name) {
    return new LogicalSlotSpec(name, "application", "pgoutput");
  }

  private static LogicalSlotSpec[] slots(int count) {
    return IntStream.range(0, count).mapToObj(i -> slot("s" + i)).toArray(LogicalSlotSpec[]::new);
  }

  private static ClusterSpec with(LogicalSlotSpec... slots) {
    return with(Map.of(), slots);
  }

  private static ClusterSpec with(Map<String, String> parameters, LogicalSlotSpec... slots) {
    return Prod.with(
        prod ->
            prod.postgresql(
                postgresql -> postgresql.parameters(parameters).logicalSlots(List.of(slots))));
  }
}
