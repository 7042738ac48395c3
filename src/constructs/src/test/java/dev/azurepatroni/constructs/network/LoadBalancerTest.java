package dev.azurepatroni.constructs.network;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadBalancerTest {
  private static final String DATABASE_LB = "pgpatroni-db-lb";
  private static final String POOLER_LB = "pgpatroni-pooler-lb";

  @ParameterizedTest
  @CsvSource({DATABASE_LB + ", 10.50.1.10", POOLER_LB + ", 10.50.1.11"})
  void theFrontendIsOnePrivateAddressInEveryZone(String lb, String address) {
    assertThat(Prod.SYNTH)
        .hasExactly("azurerm_lb", DATABASE_LB, POOLER_LB)
        .resource("azurerm_lb", lb)
        .has("name", lb)
        .has("sku", "Standard")
        .has("frontend_ip_configuration.private_ip_address", address)
        .has("frontend_ip_configuration.private_ip_address_allocation", "Static")
        .has("frontend_ip_configuration.zones", List.of("1", "2", "3"))
        .refers("frontend_ip_configuration.subnet_id", "azurerm_subnet.pgpatroni-db");
  }

  @ParameterizedTest
  @ValueSource(strings = {DATABASE_LB, POOLER_LB})
  void itsAddressIsTakenWhenNothingChangesTheSubnetAnyMore(String lb) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_lb", lb)
        .waitsFor(
            "azurerm_subnet_nat_gateway_association.pgpatroni-nat",
            "azurerm_subnet_network_security_group_association.pgpatroni");
  }

  @Test
  void theDatabaseEndpointFollowsTheLeaderThatPatroniNames() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_lb_probe", DATABASE_LB)
        .has("protocol", "Https")
        .has("port", 8008)
        .has("request_path", "/primary");
  }

  @Test
  void aPoolerIsHealthyWhenItAcceptsConnections() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_lb_probe", POOLER_LB)
        .has("protocol", "Tcp")
        .has("port", 6432)
        .hasNo("request_path");
  }

  @ParameterizedTest
  @ValueSource(strings = {DATABASE_LB, POOLER_LB})
  void oneFailedProbeTakesABackendOut(String lb) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_lb_probe", lb)
        .has("interval_in_seconds", 5)
        .has("probe_threshold", 1)
        .hasNo("number_of_probes");
  }

  @ParameterizedTest
  @CsvSource({DATABASE_LB + ", 5432", POOLER_LB + ", 6432"})
  void idleFlowsAreResetSoThatClientsNotice(String lb, int port) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_lb_rule", lb)
        .has("protocol", "Tcp")
        .has("frontend_port", port)
        .has("backend_port", port)
        .has("idle_timeout_in_minutes", 30)
        .has("tcp_reset_enabled", true)
        .has("frontend_ip_configuration_name", "frontend")
        .refers("loadbalancer_id", "azurerm_lb." + lb)
        .refers("backend_address_pool_ids", "azurerm_lb_backend_address_pool." + lb)
        .refers("probe_id", "azurerm_lb_probe." + lb);
  }

  @Test
  void databasesAreBalancedByOneAndPoolersByTheOther() {
    String membership = "azurerm_network_interface_backend_address_pool_association";
    assertThat(Prod.SYNTH)
        .hasExactly(
            membership,
            DATABASE_LB + "-pgpatroni-1",
            DATABASE_LB + "-pgpatroni-2",
            POOLER_LB + "-pgpatroni-pgb-1",
            POOLER_LB + "-pgpatroni-pgb-2");
    assertThat(Prod.SYNTH)
        .resource(membership, POOLER_LB + "-pgpatroni-pgb-1")
        .has("ip_configuration_name", "primary")
        .refers("network_interface_id", "azurerm_network_interface.pgpatroni-pgb-1")
        .refers("backend_address_pool_id", "azurerm_lb_backend_address_pool." + POOLER_LB);
    assertThat(Prod.SYNTH)
        .resource("azurerm_network_interface", "pgpatroni-pgb-1")
        .has("ip_configuration.name", "primary");
  }

  @Test
  void bothLoadBalancersTakeTheSettingsOfTheSpecification() {
    Synth synth =
        Prod.synthWith(
            prod ->
                prod.loadBalancers(
                    loadBalancers -> loadBalancers.probeIntervalSeconds(10).idleTimeoutMinutes(4)));
    for (String lb : List.of(DATABASE_LB, POOLER_LB)) {
      assertThat(synth).resource("azurerm_lb_probe", lb).has("interval_in_seconds", 10);
      assertThat(synth).resource("azurerm_lb_rule", lb).has("idle_timeout_in_minutes", 4);
    }
  }
}
