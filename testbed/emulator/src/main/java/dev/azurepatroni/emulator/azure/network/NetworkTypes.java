package dev.azurepatroni.emulator.azure.network;

import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Virtual networks, subnets, public addresses and NAT gateways. */
public final class NetworkTypes {

  private static final String SUBNET_ID = "subnet_id";

  private NetworkTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup(
                "azurerm_virtual_network", "Virtual Network", "Microsoft.Network/virtualNetworks")
            .replacedBy("edge_zone")
            .preset("private_endpoint_vnet_policies", "Disabled")
            .computes("dns_servers", (request, block) -> Value.of(List.of()))
            .computes("subnet", (request, block) -> Value.of(List.of()))
            .shows(NetworkTypes::withSubnets)
            .computesGuid("guid")
            .removal(NetworkTypes::subnetsInUse),
        Behaviour.of(
                "azurerm_subnet",
                "Subnet",
                "/subscriptions/{subscription}/resourceGroups/{resource_group_name}/providers/Microsoft.Network/virtualNetworks/{virtual_network_name}/subnets/{name}")
            .replacedBy("resource_group_name", "virtual_network_name")
            .locks("id")
            .updates("id")
            .preset("default_outbound_access_enabled", true)
            .preset("private_endpoint_network_policies", "Disabled")
            .preset("private_link_service_network_policies_enabled", true)
            .check(CommonChecks::groupExists)
            .check(NetworkTypes::subnetFits)
            .check(NetworkTypes::usedPrefixesStay)
            .usedBy(
                "azurerm_network_interface",
                "ip_configuration." + SUBNET_ID,
                "InUseSubnetCannotBeDeleted")
            .usedBy(
                "azurerm_lb",
                "frontend_ip_configuration." + SUBNET_ID,
                "InUseSubnetCannotBeDeleted"),
        Behaviour.inGroup(
                "azurerm_public_ip", "Public IP Address", "Microsoft.Network/publicIPAddresses")
            .replacedBy(
                "sku",
                "sku_tier",
                "zones",
                "ip_version",
                "ip_tags",
                "edge_zone",
                "public_ip_prefix_id",
                "domain_name_label_scope")
            .preset("sku", "Standard")
            .preset("sku_tier", "Regional")
            .preset("ip_version", "IPv4")
            .preset("idle_timeout_in_minutes", 4)
            .preset("ddos_protection_mode", "VirtualNetworkInherited")
            .computes("ip_address", NetworkTypes::publicAddress)
            .check(CommonChecks.zonesOffered("zones"))
            .usedBy(
                "azurerm_nat_gateway_public_ip_association",
                "public_ip_address_id",
                "PublicIPAddressCannotBeDeleted")
            .usedBy(
                "azurerm_lb",
                "frontend_ip_configuration.public_ip_address_id",
                "PublicIPAddressCannotBeDeleted")
            .usedBy(
                "azurerm_network_interface",
                "ip_configuration.public_ip_address_id",
                "PublicIPAddressCannotBeDeleted"),
        Behaviour.inGroup("azurerm_nat_gateway", "NAT Gateway", "Microsoft.Network/natGateways")
            .replacedBy("sku_name", "zones")
            .locks("id")
            .preset("sku_name", "Standard")
            .preset("idle_timeout_in_minutes", 4)
            .computesGuid("resource_guid")
            .check(CommonChecks.zonesOffered("zones"))
            .usedBy(
                "azurerm_subnet_nat_gateway_association",
                "nat_gateway_id",
                "InUseNatGatewayCannotBeDeleted"),
        link(
                "azurerm_nat_gateway_public_ip_association",
                "NAT Gateway Public IP Association",
                "nat_gateway_id",
                "public_ip_address_id",
                "{nat_gateway_id}|{public_ip_address_id}")
            .locks("nat_gateway_id"),
        link(
                "azurerm_subnet_nat_gateway_association",
                "Subnet NAT Gateway Association",
                SUBNET_ID,
                "nat_gateway_id",
                "{subnet_id}")
            .sharesId("|natGateway")
            .locks("nat_gateway_id", SUBNET_ID)
            .updates(SUBNET_ID));
  }

  /** An association of two existing resources; it can neither change nor exist twice. */
  static Behaviour link(String type, String label, String one, String other, String id) {
    return Behaviour.of(type, label, id).replacedBy(one, other).refersTo(one, other);
  }

  /** Adds the subnets, which are resources in Terraform, to their network. */
  private static Value withSubnets(Cloud cloud, StoredResource network) {
    List<Value> subnets =
        subnets(cloud, network.id())
            .map(subnet -> subnet.state().with("id", Value.of(subnet.id())))
            .toList();
    return subnets.isEmpty() ? network.state() : network.state().with("subnet", Value.of(subnets));
  }

  private static Stream<StoredResource> subnets(Cloud cloud, String networkId) {
    String below = networkId.toLowerCase(Locale.ROOT) + "/subnets/";
    return cloud.inventory().ofType("azurerm_subnet").stream()
        .filter(subnet -> subnet.id().toLowerCase(Locale.ROOT).startsWith(below));
  }

  private static List<Rejection> subnetsInUse(Cloud cloud, Value network) {
    List<String> ids =
        subnets(cloud, network.text("id").orElse("")).map(StoredResource::id).toList();
    return cloud.inventory().ofType("azurerm_network_interface").stream()
        .filter(
            nic ->
                PathQuery.texts(nic.state(), "ip_configuration." + SUBNET_ID)
                    .anyMatch(ids::contains))
        .limit(1)
        .map(
            nic ->
                Rejection.badRequest(
                    "InUseSubnetCannotBeDeleted",
                    "Subnets of "
                        + network.text("id").orElse("")
                        + " are in use by "
                        + nic.id()
                        + " and cannot be deleted.",
                    ""))
        .toList();
  }

  private static List<Rejection> subnetFits(WriteRequest request) {
    String group = request.text("resource_group_name");
    String network = request.text("virtual_network_name");
    List<StoredResource> networks =
        request
            .others("azurerm_virtual_network")
            .filter(item -> item.name().equalsIgnoreCase(network))
            .filter(
                item ->
                    item.state()
                        .text("resource_group_name")
                        .filter(group::equalsIgnoreCase)
                        .isPresent())
            .toList();
    if (networks.isEmpty()) {
      return List.of(
          Rejection.notFound(
              "ResourceNotFound",
              "The Resource 'Microsoft.Network/virtualNetworks/"
                  + network
                  + "' under resource group '"
                  + group
                  + "' was not found."));
    }
    List<AddressPrefix> spaces =
        networks.get(0).state().texts("address_space").stream().map(AddressPrefix::parse).toList();
    List<Rejection> rejections = new ArrayList<>();
    for (String prefix : request.planned().texts("address_prefixes")) {
      AddressPrefix range = AddressPrefix.parse(prefix);
      if (spaces.stream().noneMatch(space -> space.contains(range))) {
        rejections.add(
            Rejection.badRequest(
                "NetcfgInvalidSubnet",
                "Subnet '"
                    + request.text("name")
                    + "' is not valid because its IP address range is outside the IP address range of virtual network '"
                    + network
                    + "'.",
                "address_prefixes"));
      }
      request
          .others("azurerm_subnet")
          .filter(
              subnet ->
                  subnet
                      .state()
                      .text("virtual_network_name")
                      .filter(network::equalsIgnoreCase)
                      .isPresent())
          .filter(
              subnet ->
                  subnet.state().texts("address_prefixes").stream()
                      .map(AddressPrefix::parse)
                      .anyMatch(range::overlaps))
          .findFirst()
          .ifPresent(
              subnet ->
                  rejections.add(
                      Rejection.badRequest(
                          "NetcfgSubnetRangesOverlap",
                          "Subnet '"
                              + request.text("name")
                              + "' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '"
                              + network
                              + "'.",
                          "address_prefixes")));
    }
    return rejections;
  }

  private static List<Rejection> usedPrefixesStay(WriteRequest request) {
    List<String> gone = new ArrayList<>(request.prior().texts("address_prefixes"));
    gone.removeAll(request.planned().texts("address_prefixes"));
    boolean used = Addresses.isUsed(request);
    return gone.stream()
        .filter(prefix -> used)
        .map(
            prefix ->
                Rejection.badRequest(
                    "InUsePrefixCannotBeDeleted",
                    "IpPrefix "
                        + prefix
                        + " on Subnet "
                        + request.text("name")
                        + " has active allocations and cannot be deleted.",
                    "address_prefixes"))
        .toList();
  }

  /** Returns the lowest free address of the documentation range (RFC 5737). */
  private static Value publicAddress(WriteRequest request, Value block) {
    return AddressPrefix.parse("203.0.113.0/24")
        .lowestFree(
            address ->
                request
                    .others("azurerm_public_ip")
                    .anyMatch(
                        item ->
                            item.state().text("ip_address").filter(address::equals).isPresent()))
        .map(Value::of)
        .orElse(Value.Absent.NULL);
  }
}
