package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import dev.azurepatroni.topology.spec.TieBreaker;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterShapesTest {
  private static final String VM = "azurerm_linux_virtual_machine";
  private static final String GROUPS =
      "azurerm_network_interface_application_security_group_association";

  @Test
  void aThirdDatabaseStandsInTheThirdZoneAndTakesTheWitnessesVote() {
    Synth synth = Synth.cluster(Prod.threeNodes());

    assertThat(synth)
        .hasExactly(
            VM, "pgpatroni-1", "pgpatroni-2", "pgpatroni-3", "pgpatroni-pgb-1", "pgpatroni-pgb-2")
        .hasExactly(
            GROUPS,
            "pgpatroni-1-database",
            "pgpatroni-1-etcd",
            "pgpatroni-2-database",
            "pgpatroni-2-etcd",
            "pgpatroni-3-database",
            "pgpatroni-3-etcd",
            "pgpatroni-pgb-1-pooler",
            "pgpatroni-pgb-2-pooler");
    assertThat(synth).resource(VM, "pgpatroni-3").has("zone", "2");
    assertThat(synth)
        .resource("azurerm_network_interface", "pgpatroni-3")
        .has("ip_configuration.private_ip_address", "10.50.1.8");
    assertThat(synth).resource("azurerm_managed_disk", "pgpatroni-3-data").has("zone", "2");
    assertThat(synth).resource("azurerm_managed_disk", "pgpatroni-3-wal").has("zone", "2");
    assertThat(synth)
        .resource(
            "azurerm_network_interface_backend_address_pool_association",
            "pgpatroni-db-lb-pgpatroni-3")
        .refers("network_interface_id", "azurerm_network_interface.pgpatroni-3");
  }

  @Test
  void inTheOriginalLayoutTheSecondPoolerVotesAndThereIsNoWitness() {
    Synth synth = Prod.synthWith(prod -> prod.etcd(etcd -> etcd.tieBreaker(TieBreaker.POOLER)));

    assertThat(synth)
        .hasExactly(VM, "pgpatroni-1", "pgpatroni-2", "pgpatroni-pgb-1", "pgpatroni-pgb-2")
        .hasExactly(
            GROUPS,
            "pgpatroni-1-database",
            "pgpatroni-1-etcd",
            "pgpatroni-2-database",
            "pgpatroni-2-etcd",
            "pgpatroni-pgb-1-pooler",
            "pgpatroni-pgb-2-etcd",
            "pgpatroni-pgb-2-pooler");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPoolerIsAHostBehindThePoolerEndpoint(int nodes) {
    Synth synth = Prod.synthWith(prod -> prod.poolers(poolers -> poolers.nodes(nodes)));

    Assertions.assertThat(synth.resources(VM)).hasSize(2 + nodes + 1);
    assertThat(synth)
        .hasExactly(
            "azurerm_network_interface_backend_address_pool_association",
            Stream.concat(
                    Stream.of("pgpatroni-db-lb-pgpatroni-1", "pgpatroni-db-lb-pgpatroni-2"),
                    IntStream.rangeClosed(1, nodes)
                        .mapToObj(number -> "pgpatroni-pooler-lb-pgpatroni-pgb-" + number))
                .toArray(String[]::new));
  }

  @Test
  void poolersAlternateBetweenTheZonesAndGoOnAfterTheLoadBalancersAddresses() {
    Synth synth = Prod.synthWith(prod -> prod.poolers(poolers -> poolers.nodes(5)));

    String[] zones = {"1", "3", "1", "3", "1"};
    String[] addresses = {"10.50.1.6", "10.50.1.7", "10.50.1.12", "10.50.1.13", "10.50.1.14"};
    for (int i = 0; i < zones.length; i++) {
      String pooler = "pgpatroni-pgb-" + (i + 1);
      assertThat(synth).resource(VM, pooler).has("zone", zones[i]);
      assertThat(synth)
          .resource("azurerm_network_interface", pooler)
          .has("ip_configuration.private_ip_address", addresses[i]);
    }
  }
}
