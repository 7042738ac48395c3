package dev.azurepatroni.constructs.network;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.nat_gateway.NatGateway;
import com.hashicorp.cdktf.providers.azurerm.nat_gateway_public_ip_association.NatGatewayPublicIpAssociation;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import com.hashicorp.cdktf.providers.azurerm.subnet.Subnet;
import com.hashicorp.cdktf.providers.azurerm.subnet_nat_gateway_association.SubnetNatGatewayAssociation;
import com.hashicorp.cdktf.providers.azurerm.virtual_network.VirtualNetwork;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.internal.Named;
import java.util.List;
import software.constructs.Construct;

/**
 * A network of the cluster's own: virtual network, subnet {@code db} and a NAT gateway, the only
 * way out. The vault is reached by its service endpoint, not through the gateway.
 */
public final class Network extends Construct implements ClusterSubnet {
  private final String name;
  private final Site site;
  private final String subnetId;
  private final ITerraformDependable wayOut;

  /**
   * Creates the network.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param site where in Azure
   * @param name prefix of its resources
   * @param addressSpace CIDR
   * @param subnetRange CIDR within the address space
   */
  public Network(
      Construct scope, String id, Site site, String name, String addressSpace, String subnetRange) {
    super(scope, id);
    this.name = name;
    this.site = site;
    VirtualNetwork network =
        Named.as(
            name,
            VirtualNetwork.Builder.create(this, "vnet")
                .name(name + "-vnet")
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .addressSpace(List.of(addressSpace))
                .build());
    this.subnetId =
        Named.as(
                name + "-db",
                Subnet.Builder.create(this, "db")
                    .name("db")
                    .resourceGroupName(site.resourceGroup())
                    .virtualNetworkName(network.getName())
                    .addressPrefixes(List.of(subnetRange))
                    .defaultOutboundAccessEnabled(false)
                    .serviceEndpoints(List.of("Microsoft.KeyVault"))
                    .build())
            .getId();
    this.wayOut = natGateway();
  }

  private SubnetNatGatewayAssociation natGateway() {
    PublicIp ip =
        Named.as(
            name + "-nat",
            PublicIp.Builder.create(this, "nat-ip")
                .name(name + "-nat-ip")
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .allocationMethod("Static")
                .sku("Standard")
                .zones(List.of("1", "2", "3"))
                .build());
    NatGateway gateway =
        Named.as(
            name + "-nat",
            NatGateway.Builder.create(this, "nat")
                .name(name + "-nat")
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .skuName("Standard")
                .build());
    NatGatewayPublicIpAssociation address =
        Named.as(
            name + "-nat",
            NatGatewayPublicIpAssociation.Builder.create(this, "nat-address")
                .natGatewayId(gateway.getId())
                .publicIpAddressId(ip.getId())
                .build());
    return Named.as(
        name + "-nat",
        SubnetNatGatewayAssociation.Builder.create(this, "nat-subnet")
            .natGatewayId(gateway.getId())
            .subnetId(subnetId)
            // Without an address the gateway lets nothing out yet.
            .dependsOn(List.of(address))
            .build());
  }

  @Override
  public String subnetId() {
    return subnetId;
  }

  @Override
  public List<ITerraformDependable> ready() {
    return List.of(wayOut);
  }

  @Override
  public boolean foreign() {
    return false;
  }
}
