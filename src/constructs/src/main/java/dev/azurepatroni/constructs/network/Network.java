package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.nat_gateway.NatGateway;
import com.hashicorp.cdktf.providers.azurerm.nat_gateway_public_ip_association.NatGatewayPublicIpAssociation;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import com.hashicorp.cdktf.providers.azurerm.subnet_nat_gateway_association.SubnetNatGatewayAssociation;
import com.hashicorp.cdktf.providers.azurerm.virtual_network.VirtualNetwork;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.AzurermVersion;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.constructs.Construct;

/**
 * A virtual network with one subnet {@code db} and a NAT gateway, through which alone its hosts
 * reach the internet. The gateway is in all zones, except in the few regions where Azure has only
 * gateways of one zone. Vault and storage accounts are reached through the subnet's service
 * endpoints.
 *
 * <p>Creates virtual network, subnet, NAT gateway and its public address. Required: location, name,
 * addressSpace, subnetRange. Needs azurerm 4.67.
 */
public final class Network extends Construct implements Subnet {
  /**
   * Regions without StandardV2, of 2026-07-27 (<a
   * href="https://learn.microsoft.com/azure/nat-gateway/nat-sku#known-limitations">SKUs of NAT
   * gateways</a>).
   */
  private static final Set<String> ZONAL_GATEWAYS =
      Set.of(
          "canadaeast",
          "indonesiacentral",
          "israelnorthwest",
          "qatarcentral",
          "swedensouth",
          "westindia");

  private final String name;
  private final AzureLocation location;
  private final String subnetId;
  private final ITerraformDependable wayOut;

  private Network(
      Construct scope,
      String id,
      AzureLocation location,
      String name,
      String addressSpace,
      String subnetRange) {
    super(scope, id);
    AzurermVersion.require(this);
    this.name = name;
    this.location = location;
    VirtualNetwork network =
        LogicalIds.assign(
            name,
            VirtualNetwork.Builder.create(this, "vnet")
                .name(name + "-vnet")
                .resourceGroupName(location.resourceGroup())
                .location(location.region())
                .addressSpace(List.of(addressSpace))
                .build());
    this.subnetId =
        LogicalIds.assign(
                name + "-db",
                com.hashicorp.cdktf.providers.azurerm.subnet.Subnet.Builder.create(this, "db")
                    .name("db")
                    .resourceGroupName(location.resourceGroup())
                    .virtualNetworkName(network.getName())
                    .addressPrefixes(List.of(subnetRange))
                    .defaultOutboundAccessEnabled(false)
                    .serviceEndpoints(List.of("Microsoft.KeyVault", "Microsoft.Storage"))
                    .build())
            .getId();
    this.wayOut = natGateway();
  }

  private SubnetNatGatewayAssociation natGateway() {
    String region = location.region().replace(" ", "").toLowerCase(Locale.ROOT);
    boolean zonal = ZONAL_GATEWAYS.contains(region);
    String sku = zonal ? "Standard" : "StandardV2";
    PublicIp.Builder publicIp =
        PublicIp.Builder.create(this, "nat-ip")
            .name(name + "-nat-ip")
            .resourceGroupName(location.resourceGroup())
            .location(location.region())
            .allocationMethod("Static")
            .sku(sku);
    // StandardV2 is in all zones and takes no list of them.
    PublicIp ip =
        LogicalIds.assign(
            name + "-nat", (zonal ? publicIp.zones(List.of("1", "2", "3")) : publicIp).build());
    NatGateway gateway =
        LogicalIds.assign(
            name + "-nat",
            NatGateway.Builder.create(this, "nat")
                .name(name + "-nat")
                .resourceGroupName(location.resourceGroup())
                .location(location.region())
                .skuName(sku)
                .build());
    NatGatewayPublicIpAssociation address =
        LogicalIds.assign(
            name + "-nat",
            NatGatewayPublicIpAssociation.Builder.create(this, "nat-address")
                .natGatewayId(gateway.getId())
                .publicIpAddressId(ip.getId())
                .build());
    return LogicalIds.assign(
        name + "-nat",
        SubnetNatGatewayAssociation.Builder.create(this, "nat-subnet")
            .natGatewayId(gateway.getId())
            .subnetId(subnetId)
            // Without an address the gateway forwards nothing yet.
            .dependsOn(List.of(address))
            .build());
  }

  @Override
  public String subnetId() {
    return subnetId;
  }

  @Override
  public List<ITerraformDependable> dependencies() {
    return List.of(wayOut);
  }

  @Override
  public boolean isImported() {
    return false;
  }

  /** Builder of a {@link Network}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;
    private String addressSpace;
    private String subnetRange;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets resource group and region; required.
     *
     * @param location of its resources
     * @return this builder
     */
    public Builder location(AzureLocation location) {
      this.location = location;
      return this;
    }

    /**
     * Sets the name; required.
     *
     * @param name prefix of its resources' names, unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets the virtual network's range; required.
     *
     * @param addressSpace a CIDR, {@code 10.50.0.0/16}
     * @return this builder
     */
    public Builder addressSpace(String addressSpace) {
      this.addressSpace = addressSpace;
      return this;
    }

    /**
     * Sets the subnet's range; required.
     *
     * @param subnetRange a CIDR within the address space, {@code 10.50.1.0/24}
     * @return this builder
     */
    public Builder subnetRange(String subnetRange) {
      this.subnetRange = subnetRange;
      return this;
    }

    /**
     * Creates the network.
     *
     * @return the network
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public Network build() {
      Preconditions.of("Network " + id)
          .require("location", location)
          .require("name", name)
          .require("addressSpace", addressSpace)
          .require("subnetRange", subnetRange)
          .check();
      return new Network(scope, id, location, name, addressSpace, subnetRange);
    }
  }
}
