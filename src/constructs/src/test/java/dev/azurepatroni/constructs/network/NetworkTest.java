package dev.azurepatroni.constructs.network;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void everythingStandsInOneResourceGroup() {
    assertThat(Prod.SYNTH)
        .hasExactly("azurerm_resource_group", "pgpatroni")
        .resource("azurerm_resource_group", "pgpatroni")
        .has("name", "pgpatroni-rg")
        .has("location", "germanywestcentral");
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_network", "pgpatroni")
        .refers("resource_group_name", "azurerm_resource_group.pgpatroni");
  }

  @Test
  void theVirtualNetworkHasTheAddressSpace() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_network", "pgpatroni")
        .has("name", "pgpatroni-vnet")
        .has("location", "germanywestcentral")
        .has("address_space", List.of("10.50.0.0/16"));
  }

  @Test
  void theSubnetIsCalledDbAndHasNoWayOutOfAzuresOwn() {
    assertThat(Prod.SYNTH)
        .hasExactly("azurerm_subnet", "pgpatroni-db")
        .resource("azurerm_subnet", "pgpatroni-db")
        .has("name", "db")
        .has("address_prefixes", List.of("10.50.1.0/24"))
        .has("default_outbound_access_enabled", false)
        .refers("virtual_network_name", "azurerm_virtual_network.pgpatroni");
  }

  @Test
  void theSubnetReachesTheVaultByItsServiceEndpoint() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_subnet", "pgpatroni-db")
        .has("service_endpoints", List.of("Microsoft.KeyVault", "Microsoft.Storage"));
  }

  @Test
  void theNatGatewayIsTheOnlyWayOut() {
    assertThat(Prod.SYNTH)
        .hasExactly("azurerm_public_ip", "pgpatroni-nat")
        .resource("azurerm_public_ip", "pgpatroni-nat")
        .has("allocation_method", "Static")
        .has("sku", "StandardV2")
        .hasNo("zones");
    assertThat(Prod.SYNTH)
        .resource("azurerm_nat_gateway", "pgpatroni-nat")
        .has("sku_name", "StandardV2")
        .hasNo("zones");
  }

  @Test
  void aRegionWithoutGatewaysInAllZonesGetsOneOfOneZone() {
    Synth synth = Prod.synthWith(prod -> prod.location("qatarcentral"));

    assertThat(synth).resource("azurerm_nat_gateway", "pgpatroni-nat").has("sku_name", "Standard");
    assertThat(synth)
        .resource("azurerm_public_ip", "pgpatroni-nat")
        .has("sku", "Standard")
        .has("zones", List.of("1", "2", "3"));
  }

  @Test
  void itRequiresAProviderThatKnowsSuchGateways() {
    Assertions.assertThat(
            Prod.SYNTH.json().at("/terraform/required_providers/azurerm/version").asText())
        .isEqualTo(">= 4.75.0, <= 4.81.0");
  }

  @Test
  void theNatGatewayStandsInFrontOfTheSubnetOnceItHasItsAddress() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_nat_gateway_public_ip_association", "pgpatroni-nat")
        .refers("nat_gateway_id", "azurerm_nat_gateway.pgpatroni-nat")
        .refers("public_ip_address_id", "azurerm_public_ip.pgpatroni-nat");
    assertThat(Prod.SYNTH)
        .resource("azurerm_subnet_nat_gateway_association", "pgpatroni-nat")
        .refers("subnet_id", "azurerm_subnet.pgpatroni-db")
        .refers("nat_gateway_id", "azurerm_nat_gateway.pgpatroni-nat")
        .waitsFor("azurerm_nat_gateway_public_ip_association.pgpatroni-nat");
  }
}
