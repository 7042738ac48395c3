package dev.azurepatroni.topology.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import dev.azurepatroni.topology.spec.PostgresqlSpecBuilder;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PoolBudgetTest {
  @Test
  void prodGives225ConnectionsToEachPoolerAndKeeps50() {
    PoolBudget pools = Prod.plan().pools();

    assertThat(pools).isEqualTo(new PoolBudget(500, 50, 2, 225));
    assertThat(pools.demand()).isEqualTo(500);
    assertThat(pools).hasToString("2 poolers x 225 + 50 reserved = 500 of 500 connections");
  }

  @Property
  void theWorkedOutCapNeverAsksForMoreConnectionsThanThereAre(
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(max = 5_000) int reserved,
      @ForAll @IntRange(min = 1, max = 16) int poolers) {
    Assume.that(reserved <= connections);

    PoolBudget budget = budget(connections, reserved, poolers, 0);

    assertThat(budget.demand()).isLessThanOrEqualTo(connections);
  }

  @Property
  void theWorkedOutCapsLeaveFewerConnectionsOverThanThereArePoolers(
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 16) int poolers) {
    PoolBudget budget = budget(connections, 0, poolers, 0);

    assertThat(connections - budget.demand()).isBetween(0, poolers - 1);
  }

  @Property
  void aBudgetHoldsExactlyWhenEachPoolerHasTwoConnectionsAndTheReserveStaysFree(
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 5_000) int reserved,
      @ForAll @IntRange(min = 1, max = 16) int poolers,
      @ForAll @IntRange(max = 10_000) int cap) {
    int perPooler = cap > 0 ? cap : Math.max(0, connections - reserved) / poolers;

    assertThat(budget(connections, reserved, poolers, cap).holds())
        .isEqualTo(perPooler >= 2 && connections - poolers * perPooler >= reserved);
  }

  @Test
  void aTenthIsReservedAndNeverFewerThanTen() {
    assertThat(budget(1_000, 0, 2, 0).reserved()).isEqualTo(100);
    assertThat(budget(40, 0, 2, 0).reserved()).isEqualTo(10);
  }

  @Test
  void aWrittenCapThatLeavesTheReserveFreeIsKept() {
    assertThat(Prod.plan(withCap(225)).pools().perPooler()).isEqualTo(225);
    assertThat(Prod.plan(withCap(100)).pools().perPooler()).isEqualTo(100);
  }

  @Test
  void aWrittenCapThatEatsTheReserveIsRefusedWithTheLargestThatDoesNot() {
    Finding error = Prod.onlyError(withCap(226));

    assertThat(error.path()).isEqualTo("poolers.maxDatabaseConnections");
    assertThat(error.value()).isEqualTo("226");
    assertThat(error.problem()).contains("2 poolers x 226 + 50 reserved = 502 of 500");
    assertThat(error.fix()).contains("225");
  }

  @Test
  void theOriginals600ConnectionsOnEachPoolerWouldBeRefusedAsACap() {
    assertThat(Prod.onlyError(withCap(600)).path()).isEqualTo("poolers.maxDatabaseConnections");
  }

  @Test
  void aReserveThatLeavesThePoolersNothingIsRefused() {
    ClusterSpec spec =
        Prod.with(prod -> prod.postgresql(postgresql -> postgresql.reservedConnections(500)));

    Finding error = Prod.onlyError(spec);
    assertThat(error.path()).isEqualTo("postgresql.reservedConnections");
    assertThat(error.value()).isEqualTo("500");
  }

  @Test
  void aReserveThatNoCapCouldKeepIsRefusedInPlaceOfTheCap() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.poolers(poolers -> poolers.maxDatabaseConnections(10))
                    .postgresql(postgresql -> postgresql.reservedConnections(500)));

    assertThat(Prod.onlyError(spec).path()).isEqualTo("postgresql.reservedConnections");
  }

  @Test
  void aReserveTooLargeAndNoPoolersAreFindingsAndNoCrash() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.poolers(poolers -> poolers.nodes(0).maxDatabaseConnections(10))
                    .postgresql(postgresql -> postgresql.reservedConnections(501)));

    assertThat(Prod.errors(spec))
        .extracting(Finding::path)
        .containsExactlyInAnyOrder("poolers.nodes", "postgresql.reservedConnections");
  }

  private static ClusterSpec withCap(int cap) {
    return Prod.with(prod -> prod.poolers(poolers -> poolers.maxDatabaseConnections(cap)));
  }

  private static PoolBudget budget(int connections, int reserved, int poolers, int cap) {
    return PoolBudget.of(
        PostgresqlSpecBuilder.builder()
            .maxConnections(connections)
            .reservedConnections(reserved)
            .build(),
        PoolersSpecBuilder.builder().nodes(poolers).maxDatabaseConnections(cap).build());
  }
}
