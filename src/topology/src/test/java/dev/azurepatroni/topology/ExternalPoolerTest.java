package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.host.Host;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalPoolerTest {
  @Test
  void anExternalPoolerIsNoHostOfTheClusterAndGetsItsShareOfConnections() {
    ClusterPlan without = ClusterPlan.of(Prod.spec());
    ClusterPlan with = ClusterPlan.of(external(Map.of("shop-pgb-1", "10.60.0.4")));

    assertThat(with.hosts()).isEqualTo(without.hosts());
    assertThat(with.externalPoolers())
        .extracting(Host::name, host -> host.address().toString(), Host::size)
        .containsExactly(tuple("shop-pgb-1", "10.60.0.4", with.poolers().get(0).size()));
    assertThat(with.pools().poolers()).isEqualTo(without.pools().poolers() + 1);
    assertThat(with.pools().perPooler()).isEqualTo(without.pools().perPooler() * 2 / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "Shop, 10.60.0.4, a host name has 2 to 63",
    "pgpatroni-1, 10.60.0.4, is the name of one of this cluster's own hosts",
    "shop-pgb-1, 10.50.1.4, is the address of pgpatroni-1 too",
    "shop-pgb-1, somewhere, must be an IPv4 address"
  })
  void aNameOrAddressThatCannotBeIsRefused(String name, String address, String problem) {
    assertThatExceptionOfType(InvalidClusterException.class)
        .isThrownBy(() -> ClusterPlan.of(external(Map.of(name, address))))
        .satisfies(
            failure ->
                assertThat(failure.errors())
                    .extracting(Finding::path)
                    .containsExactly("poolers.external." + name))
        .withMessageContaining(problem);
  }

  private static ClusterSpec external(Map<String, String> poolers) {
    return Prod.with(prod -> prod.poolers(own -> own.external(poolers)));
  }
}
