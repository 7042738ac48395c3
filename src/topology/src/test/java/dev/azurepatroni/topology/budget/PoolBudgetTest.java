package dev.azurepatroni.topology.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import dev.azurepatroni.topology.spec.PostgresqlSpec;
import dev.azurepatroni.topology.spec.PostgresqlSpecBuilder;
import java.util.function.Consumer;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PoolBudgetTest {
  @Test
  void prodGives215ConnectionsToEachPooler50ToDirectSessionsAndKeeps20() {
    PoolBudget pools = Prod.plan().pools();

    assertThat(pools).isEqualTo(new PoolBudget(500, 2, 215, 50, new Reserve(20)));
    assertThat(pools.pooled()).isEqualTo(430);
    assertThat(pools.demand()).isEqualTo(500);
    assertThat(pools)
        .hasToString("2 poolers x 215 + 50 direct + 20 reserved = 500 of 500 connections");
  }

  @Property
  void theWorkedOutCapNeverAsksForMoreConnectionsThanThereAre(
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(max = 5_000) int direct,
      @ForAll @IntRange(max = 5_000) int reserved,
      @ForAll @IntRange(min = 1, max = 16) int poolers) {
    PoolBudget budget = budget(connections, direct, reserved, poolers, 0);
    Assume.that(budget.direct() + budget.reserve().all() <= connections);

    assertThat(budget.demand()).isLessThanOrEqualTo(connections);
  }

  @Property
  void theWorkedOutPartsLeaveFewerConnectionsOverThanThereArePoolersAndNoneIsEmpty(
      @ForAll @IntRange(min = 50, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 16) int poolers) {
    PoolBudget budget = budget(connections, 0, 0, poolers, 0);

    assertThat(connections - budget.demand()).isBetween(0, poolers - 1);
    assertThat(budget.holds()).isTrue();
    assertThat(budget.perPooler()).isGreaterThanOrEqualTo(2);
    assertThat(budget.direct()).isGreaterThanOrEqualTo(5);
    assertThat(budget.reserve().all()).isGreaterThanOrEqualTo(10);
  }

  @Property
  void whatPostgresqlReservesLeavesHalfOfTheReserveToSessionsThatAreAlwaysOpen(
      @ForAll @IntRange(min = Reserve.LEAST, max = 5_000) int reserved) {
    Reserve reserve = new Reserve(reserved);

    assertThat(reserve.superusers()).isBetween(3, 10);
    assertThat(reserve.members()).isBetween(2, 10);
    assertThat(2 * (reserve.superusers() + reserve.members())).isLessThanOrEqualTo(reserved);
  }

  @Property
  void aBudgetHoldsExactlyWhenEveryPartHasItsLeastAndPostgresqlHasEnough(
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 5_000) int direct,
      @ForAll @IntRange(min = 1, max = 5_000) int reserved,
      @ForAll @IntRange(min = 1, max = 16) int poolers,
      @ForAll @IntRange(max = 10_000) int cap) {
    int perPooler = cap > 0 ? cap : Math.max(0, connections - direct - reserved) / poolers;

    assertThat(budget(connections, direct, reserved, poolers, cap).holds())
        .isEqualTo(
            perPooler >= 2
                && reserved >= 10
                && connections - poolers * perPooler >= direct + reserved);
  }

  @Property
  void theNumberThatAFindingNamesMakesTheDivisionPossible(
      @ForAll @IntRange(min = 20, max = 600) int connections,
      @ForAll @IntRange(max = 700) int direct,
      @ForAll @IntRange(max = 700) int reserved,
      @ForAll @IntRange(max = 400) int cap) {
    Consumer<PostgresqlSpecBuilder> written =
        postgresql ->
            postgresql
                .maxConnections(connections)
                .directConnections(direct)
                .reservedConnections(reserved);
    ClusterSpec spec = spec(written, cap);
    for (int fixes = 0; fixes < 3 && !Prod.errors(spec).isEmpty(); fixes++) {
      Finding error = Prod.onlyError(spec);
      int fix = Integer.parseInt(error.fix().replaceFirst("\\D+(\\d+).*", "$1"));
      PostgresqlSpec now = spec.postgresql();
      int pooled = spec.poolers().maxDatabaseConnections();
      spec =
          switch (error.path()) {
            case "poolers.maxDatabaseConnections" -> spec(as(now), fix);
            case "postgresql.directConnections" ->
                spec(as(now).andThen(p -> p.directConnections(fix)), pooled);
            case "postgresql.reservedConnections" ->
                spec(as(now).andThen(p -> p.reservedConnections(fix)), pooled);
            default -> spec(as(now).andThen(p -> p.maxConnections(fix)), pooled);
          };
    }
    assertThat(Prod.errors(spec)).isEmpty();
  }

  @Test
  void aTenthIsForDirectSessionsAndA25thReservedAndNeverTooFew() {
    assertThat(budget(1_000, 0, 0, 2, 0).direct()).isEqualTo(100);
    assertThat(budget(40, 0, 0, 2, 0).direct()).isEqualTo(5);
    assertThat(budget(1_000, 0, 0, 2, 0).reserve()).isEqualTo(new Reserve(40));
    assertThat(budget(40, 0, 0, 2, 0).reserve()).isEqualTo(new Reserve(10));
  }

  @Test
  void aWrittenCapThatLeavesTheOtherPartsAloneIsKept() {
    assertThat(Prod.plan(withCap(215)).pools().perPooler()).isEqualTo(215);
    assertThat(Prod.plan(withCap(100)).pools().perPooler()).isEqualTo(100);
  }

  @Test
  void aWrittenCapThatTakesOfAnotherPartIsRefusedWithTheLargestThatDoesNot() {
    Finding error = Prod.onlyError(withCap(216));

    assertThat(error.path()).isEqualTo("poolers.maxDatabaseConnections");
    assertThat(error.value()).isEqualTo("216");
    assertThat(error.problem())
        .contains("between 2 and 215", "2 poolers x 216 + 50 direct + 20 reserved = 502 of 500");
    assertThat(error.fix()).contains("set it to 215");
  }

  @Test
  void theOriginals600ConnectionsOnEachPoolerWouldBeRefusedAsACap() {
    assertThat(Prod.onlyError(withCap(600)).path()).isEqualTo("poolers.maxDatabaseConnections");
  }

  @Test
  void aCapOf1LeavesNoneForClientsAndIsRefused() {
    assertThat(Prod.onlyError(withCap(1)).fix()).contains("set it to 2");
  }

  @Test
  void directSessionsThatLeaveThePoolersNothingAreRefused() {
    Finding error = Prod.onlyError(spec(p -> p.directConnections(490), 0));

    assertThat(error.path()).isEqualTo("postgresql.directConnections");
    assertThat(error.value()).isEqualTo("490");
    assertThat(error.problem()).contains("between 1 and 476");
  }

  @Test
  void aReserveThatLeavesThePoolersNothingIsRefusedAlsoInPlaceOfTheCap() {
    for (int cap : new int[] {0, 10}) {
      Finding error = Prod.onlyError(spec(p -> p.reservedConnections(500), cap));

      assertThat(error.path()).isEqualTo("postgresql.reservedConnections");
      assertThat(error.value()).isEqualTo("500");
      assertThat(error.problem()).contains("between 10 and 446");
    }
  }

  @Test
  void aReserveBelowTenIsRefused() {
    Finding error = Prod.onlyError(spec(p -> p.reservedConnections(9), 0));

    assertThat(error.path()).isEqualTo("postgresql.reservedConnections");
    assertThat(error.problem()).startsWith("must be 0 or at least 10");
  }

  @Test
  void tooFewConnectionsForThePoolersAreRefusedWithTheLeastThatIsEnough() {
    ClusterSpec spec =
        Prod.with(
            prod ->
                prod.poolers(poolers -> poolers.nodes(16))
                    .postgresql(postgresql -> postgresql.maxConnections(40)));

    Finding error = Prod.onlyError(spec);
    assertThat(error.path()).isEqualTo("postgresql.maxConnections");
    assertThat(error.fix()).isEqualTo("raise it to 47");
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

  private static Consumer<PostgresqlSpecBuilder> as(PostgresqlSpec now) {
    return postgresql ->
        postgresql
            .maxConnections(now.maxConnections())
            .directConnections(now.directConnections())
            .reservedConnections(now.reservedConnections());
  }

  private static ClusterSpec spec(Consumer<PostgresqlSpecBuilder> postgresql, int cap) {
    return Prod.with(
        prod ->
            prod.postgresql(postgresql).poolers(poolers -> poolers.maxDatabaseConnections(cap)));
  }

  private static ClusterSpec withCap(int cap) {
    return spec(postgresql -> {}, cap);
  }

  private static PoolBudget budget(
      int connections, int direct, int reserved, int poolers, int cap) {
    return PoolBudget.of(
        PostgresqlSpecBuilder.builder()
            .maxConnections(connections)
            .directConnections(direct)
            .reservedConnections(reserved)
            .build(),
        PoolersSpecBuilder.builder().nodes(poolers).maxDatabaseConnections(cap).build());
  }
}
