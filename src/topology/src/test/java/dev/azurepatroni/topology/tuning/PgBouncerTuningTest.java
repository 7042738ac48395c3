package dev.azurepatroni.topology.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.Prod;
import dev.azurepatroni.topology.budget.PoolBudget;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.hardware.VmSizeCatalogue;
import dev.azurepatroni.topology.spec.PoolersSpecBuilder;
import dev.azurepatroni.topology.spec.PostgresqlSpecBuilder;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PgBouncerTuningTest {
  @Test
  void prodKeepsTheOriginalsPoolsAndClientsUnderTheCap() {
    assertThat(Prod.topology().pgBouncer().settings())
        .containsAllEntriesOf(
            Map.of(
                "pool_mode", "transaction",
                "default_pool_size", "600",
                "max_client_conn", "6000",
                "max_db_connections", "225",
                "min_pool_size", "100",
                "reserve_pool_size", "100",
                "reserve_pool_timeout", "3"));
  }

  @Test
  void prodRenewsServersAndKeepsClientsCompatible() {
    assertThat(Prod.topology().pgBouncer().settings())
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
    assertThat(Prod.topology().pgBouncer().settings())
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
    assertThat(Prod.topology().pgBouncer().processes()).isEqualTo(8);
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

    PgBouncerTuning tuning =
        PgBouncerTuning.of(size, PoolersSpecBuilder.builder().nodes(nodes).build(), budget);

    assertThat(tuning.processes()).isBetween(1, Math.min(size.vcpus(), budget.perPooler()));
    assertThat(Integer.parseInt(tuning.settings().get("min_pool_size")))
        .isLessThanOrEqualTo(budget.perPooler());
  }

  @Provide
  Arbitrary<VmSize> sizes() {
    return Arbitraries.of(VmSizeCatalogue.with(Map.of()).sizes());
  }
}
