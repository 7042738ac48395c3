package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.spec.PoolersSpec;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import dev.azurepatroni.topology.spec.PostgresqlSpecBuilder;
import dev.azurepatroni.topology.tuning.PgBouncerTuning.Limits;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PgBouncerTuningTest {
  @Test
  void prodKeepsTheOriginalsPoolsAndClientsUnderTheCap() {
    assertThat(Prod.plan().pgBouncer().whole()).isEqualTo(new Limits(6_000, 600, 51, 100, 207));
    assertThat(Prod.plan().pgBouncer().shared())
        .containsEntry("pool_mode", "transaction")
        .containsEntry("reserve_pool_timeout", 3);
  }

  @Test
  void prodRenewsServersAndKeepsClientsCompatible() {
    assertThat(Prod.plan().pgBouncer().shared())
        .containsAllEntriesOf(
            Map.<String, Object>of(
                "server_idle_timeout", 300,
                "server_lifetime", 600,
                "application_name_add_host", 1,
                "max_prepared_statements", 200,
                "ignore_startup_parameters", "extra_float_digits"));
  }

  @Test
  void prodLeavesADeadLeaderWithinSeconds() {
    assertThat(Prod.plan().pgBouncer().shared())
        .containsAllEntriesOf(
            Map.<String, Object>of(
                "server_login_retry", 0.2,
                "server_connect_timeout", 3,
                "query_wait_timeout", 30,
                "client_login_timeout", 5,
                "listen_backlog", 4_096,
                "tcp_keepidle", 2,
                "tcp_keepintvl", 1,
                "tcp_keepcnt", 3,
                "tcp_user_timeout", 4_000));
  }

  @Test
  void prodRunsEightProcessesOnSixteenProcessors() {
    assertThat(Prod.plan().pgBouncer().processes()).isEqualTo(8);
  }

  @Property
  void everyProcessHasAServerConnectionAndNoPoolerKeepsMoreThanItsCap(
      @ForAll("sizes") VmSize size,
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 10) int nodes) {
    PoolBudget budget =
        PoolBudget.of(
            PostgresqlSpecBuilder.builder().maxConnections(connections).build(),
            PoolersSpecBuilder.builder().nodes(nodes).build());
    Assume.that(budget.holds());

    PgBouncerTuning tuning =
        PgBouncerTuning.of(size, PoolersSpecBuilder.builder().nodes(nodes).build(), budget);

    assertThat(tuning.processes()).isBetween(1, Math.min(size.vcpus(), budget.perPooler()));
    assertThat(tuning.whole().minPool()).isLessThanOrEqualTo(budget.perPooler() / 4);
    assertThat(nodes * budget.perPooler() + budget.direct() + budget.reserve().all())
        .isLessThanOrEqualTo(connections);
  }

  @Test
  void prodsCapIsSharedOutAmongItsProcessesToTheLastConnection() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.limits(1).servers()).isEqualTo(26);
    assertThat(prod.limits(8).servers()).isEqualTo(25);
    assertThat(prod.limits(8)).isEqualTo(new Limits(887, 75, 6, 12, 25));
  }

  @Test
  void prodsProcessesTakeMoreClientsThanTheirShareBecauseTheKernelDealsThemOutUnevenly() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.limits(8).clients()).isEqualTo(887);
    assertThat(prod.fileLimit()).isEqualTo(887 + 2 * (75 + 1) + 1024);
  }

  @Test
  void settingsAreEitherSharedOutOrTheSameInEveryProcess() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.shared())
        .doesNotContainKeys(prod.limits(1).settings().keySet().toArray(String[]::new));
  }

  @Test
  void thereIsNoProcessBeyondTheLast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prod.plan().pgBouncer().limits(9))
        .withMessageContaining("9 of 8");
  }

  @Property
  void everyLimitIsSharedOutToTheLastOneAndNoneIsLifted(
      @ForAll("sizes") VmSize size,
      @ForAll @IntRange(min = 20, max = 10_000) int connections,
      @ForAll @IntRange(min = 1, max = 10) int nodes,
      @ForAll @IntRange(min = 1, max = 10_000) int poolSize,
      @ForAll @IntRange(min = 1, max = 100_000) int clients) {
    PoolersSpec poolers =
        PoolersSpecBuilder.builder()
            .nodes(nodes)
            .defaultPoolSize(poolSize)
            .maxClientConnections(clients)
            .build();
    PoolBudget budget =
        PoolBudget.of(PostgresqlSpecBuilder.builder().maxConnections(connections).build(), poolers);

    Assume.that(budget.holds());

    PgBouncerTuning tuning = PgBouncerTuning.of(size, poolers, budget);

    assertThat(sum(tuning, Limits::servers))
        .isEqualTo(budget.perPooler() - tuning.processes() * tuning.lookups());
    assertThat(sum(tuning, Limits::pool)).isEqualTo(poolSize);
    assertThat(sum(tuning, Limits::minPool))
        .isEqualTo(Math.min(100, (budget.perPooler() - tuning.processes() * tuning.lookups()) / 4));
    assertThat(sum(tuning, Limits::reservePool)).isEqualTo(100);
    assertThat(sum(tuning, Limits::clients)).isGreaterThanOrEqualTo(clients);
    for (int process = 1; process <= tuning.processes(); process++) {
      Limits own = tuning.limits(process);
      // To PgBouncer 0 is no limit.
      assertThat(own.servers()).isPositive();
      assertThat(own.pool()).isPositive();
      assertThat(own.clients()).isPositive();
      assertThat(own.minPool()).isLessThanOrEqualTo(own.servers());
      assertThat(tuning.fileLimit()).isGreaterThan(own.clients() + own.servers());
    }
  }

  private static int sum(PgBouncerTuning tuning, ToIntFunction<Limits> limit) {
    return IntStream.rangeClosed(1, tuning.processes())
        .mapToObj(tuning::limits)
        .mapToInt(limit)
        .sum();
  }

  @Provide
  Arbitrary<VmSize> sizes() {
    return Arbitraries.of(VmSizeCatalogue.with(Map.of()).sizes());
  }
}
