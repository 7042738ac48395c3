package dev.azurepatroni.constructs.cluster;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicEndpointTest {
  private static final String LB = "pgpatroni-public-lb";
  private static final Synth SYNTH =
      Prod.synthWith(
          prod ->
              prod.publicEndpoint(
                  publicEndpoint ->
                      publicEndpoint
                          .enabled(true)
                          .clientCidrs(List.of("198.51.100.0/24", "203.0.113.7/32"))
                          .domainLabel("orders-db")));

  @Test
  void byDefaultThereIsNone() {
    assertThat(Prod.SYNTH)
        .hasExactly("azurerm_lb", "pgpatroni-db-lb", "pgpatroni-pooler-lb")
        .hasExactly("azurerm_public_ip", "pgpatroni-nat");
  }

  @Test
  void itHasAPublicAddressAndNameOfItsOwn() {
    assertThat(SYNTH)
        .resource("azurerm_public_ip", LB)
        .has("domain_name_label", "orders-db")
        .has("allocation_method", "Static")
        .has("sku", "Standard")
        .has("zones", List.of("1", "2", "3"));
    assertThat(SYNTH)
        .resource("azurerm_lb", LB)
        .refers("frontend_ip_configuration.public_ip_address_id", "azurerm_public_ip." + LB)
        .hasNo("frontend_ip_configuration.subnet_id");
  }

  @Test
  void itBalancesThePoolersAndLeavesTheWayOutToTheNatGateway() {
    assertThat(SYNTH)
        .resource("azurerm_lb_rule", LB)
        .has("frontend_port", 6432)
        .has("backend_port", 6432)
        .has("disable_outbound_snat", true)
        .has("tcp_reset_enabled", true)
        .refers("backend_address_pool_ids", "azurerm_lb_backend_address_pool." + LB)
        .refers("probe_id", "azurerm_lb_probe." + LB);
    assertThat(SYNTH)
        .resource("azurerm_lb_probe", LB)
        .has("protocol", "Tcp")
        .has("port", 6432)
        .has("probe_threshold", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgpatroni-pgb-1", "pgpatroni-pgb-2"})
  void everyPoolerIsInItsPoolAndInTheInternalOnes(String pooler) {
    String membership = "azurerm_network_interface_backend_address_pool_association";
    for (String lb : List.of(LB, "pgpatroni-pooler-lb")) {
      assertThat(SYNTH)
          .resource(membership, lb + "-" + pooler)
          .refers("network_interface_id", "azurerm_network_interface." + pooler)
          .refers("backend_address_pool_id", "azurerm_lb_backend_address_pool." + lb);
    }
  }

  @Test
  void onlyTheNamedRangesReachThePoolersThroughIt() {
    assertThat(SYNTH)
        .securityGroup("pgpatroni")
        .allows(6432)
        .from("198.51.100.0/24", "203.0.113.7/32")
        .to("pgpatroni-pooler")
        .hasDistinctPriorities()
        .deniesTheRest();
  }

  @Test
  void thePoolersCertificatesAreGoodForItsNameAndNoOthersAre() {
    String name = "orders-db.germanywestcentral.cloudapp.azure.com";
    for (String pooler : List.of("pgpatroni-pgb-1", "pgpatroni-pgb-2")) {
      assertThat(SYNTH)
          .resource("tls_cert_request", pooler)
          .has("dns_names", List.of(pooler, "localhost", name));
    }
    assertThat(SYNTH)
        .resource("tls_cert_request", "pgpatroni-1")
        .has("dns_names", List.of("pgpatroni-1", "localhost"));
  }
}
