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
import java.util.Map;
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
    assertThat(Prod.plan().pgBouncer().settings())
        .containsAllEntriesOf(
            Map.of(
                "pool_mode", "transaction",
                "default_pool_size", "600",
                "max_client_conn", "6000",
                "max_db_connections", "217",
                "min_pool_size", "100",
                "reserve_pool_size", "100",
                "reserve_pool_timeout", "3"));
  }

  @Test
  void prodRenewsServersAndKeepsClientsCompatible() {
    assertThat(Prod.plan().pgBouncer().settings())
        .containsAllEntriesOf(
            Map.of(
                "server_idle_timeout", "300",
                "server_lifetime", "600",
                "application_name_add_host", "1",
                "max_prepared_statements", "200",
                "ignore_startup_parameters", "extra_float_digits"));
  }

  @Test
  void prodLeavesADeadLeaderWithinSeconds() {
    assertThat(Prod.plan().pgBouncer().settings())
        .containsAllEntriesOf(
            Map.of(
                "server_login_retry", "1",
                "server_connect_timeout", "3",
                "query_wait_timeout", "30",
                "tcp_keepidle", "5",
                "tcp_keepintvl", "3",
                "tcp_keepcnt", "3",
                "tcp_user_timeout", "10000"));
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
    assertThat(Integer.parseInt(tuning.settings().get("min_pool_size")))
        .isLessThanOrEqualTo(budget.perPooler());
  }

  @Test
  void prodsCapIsSharedOutAmongItsProcessesToTheLastConnection() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.settings(1)).containsEntry("max_db_connections", "28");
    assertThat(prod.settings(2)).containsEntry("max_db_connections", "27");
    assertThat(prod.settings(8))
        .containsAllEntriesOf(
            Map.of(
                "max_db_connections", "27",
                "default_pool_size", "75",
                "min_pool_size", "12",
                "reserve_pool_size", "12"));
  }

  @Test
  void prodsProcessesTakeMoreClientsThanTheirShareBecauseTheKernelDealsThemOutUnevenly() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.settings(8)).containsEntry("max_client_conn", "887");
    assertThat(prod.fileLimit()).isEqualTo(887 + 2 * (75 + 1) + 1024);
  }

  @Test
  void settingsAreEitherSharedOutOrTheSameInEveryProcess() {
    PgBouncerTuning prod = Prod.plan().pgBouncer();

    assertThat(prod.shared()).doesNotContainKeys(names(prod.settings(1)));
    assertThat(prod.shared().size() + prod.settings(1).size()).isEqualTo(prod.settings().size());
  }

  @Test
  void thereIsNoProcessBeyondTheLast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prod.plan().pgBouncer().settings(9))
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

    assertThat(sum(tuning, "max_db_connections"))
        .isEqualTo(budget.perPooler() - tuning.processes() * tuning.lookups());
    assertThat(sum(tuning, "default_pool_size")).isEqualTo(poolSize);
    assertThat(sum(tuning, "min_pool_size"))
        .isEqualTo(Math.min(100, budget.perPooler() - tuning.processes() * tuning.lookups()));
    assertThat(sum(tuning, "reserve_pool_size")).isEqualTo(100);
    assertThat(sum(tuning, "max_client_conn")).isGreaterThanOrEqualTo(clients);
    for (int process = 1; process <= tuning.processes(); process++) {
      Map<String, String> own = tuning.settings(process);
      // To PgBouncer 0 is no limit.
      assertThat(number(own, "max_db_connections")).isPositive();
      assertThat(number(own, "default_pool_size")).isPositive();
      assertThat(number(own, "max_client_conn")).isPositive();
      assertThat(number(own, "min_pool_size"))
          .isLessThanOrEqualTo(number(own, "max_db_connections"));
      assertThat(tuning.fileLimit())
          .isGreaterThan(number(own, "max_client_conn") + number(own, "max_db_connections"));
    }
  }

  private static int sum(PgBouncerTuning tuning, String name) {
    return IntStream.rangeClosed(1, tuning.processes())
        .map(process -> number(tuning.settings(process), name))
        .sum();
  }

  private static int number(Map<String, String> settings, String name) {
    return Integer.parseInt(settings.get(name));
  }

  private static String[] names(Map<String, String> settings) {
    return settings.keySet().toArray(String[]::new);
  }

  @Provide
  Arbitrary<VmSize> sizes() {
    return Arbitraries.of(VmSizeCatalogue.with(Map.of()).sizes());
  }
}
