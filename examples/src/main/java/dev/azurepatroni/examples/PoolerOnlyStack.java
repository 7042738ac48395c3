package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.TerraformVariable;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_subnet.DataAzurermSubnet;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.PoolerNode;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.Probe;
import java.util.List;
import software.constructs.Construct;

/**
 * Poolers alone, behind one address, in front of a database that exists elsewhere. What PgBouncer
 * is told is left to the team's own configuration management.
 */
public final class PoolerOnlyStack extends TerraformStack {
  private final Site site = new Site("webshop-rg", "westeurope");
  private final ClusterSubnet subnet;
  private final AdminAccess admin;

  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public PoolerOnlyStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);

    TerraformVariable key =
        TerraformVariable.Builder.create(this, "ssh_public_key").type("string").build();
    this.admin = new AdminAccess("operator", List.of(key.getStringValue()));
    this.subnet =
        ClusterSubnet.existing(
            DataAzurermSubnet.Builder.create(this, "subnet")
                .name("poolers")
                .virtualNetworkName("webshop-vnet")
                .resourceGroupName(site.resourceGroup())
                .build()
                .getId());

    InternalLb lb =
        InternalLb.Builder.create(this, "lb")
            .site(site)
            .subnet(subnet)
            .name("webshop-pooler-lb")
            .address("10.30.2.10")
            .port(PoolerNode.PORT)
            .probe(Probe.tcp(PoolerNode.PORT))
            .build();
    lb.balance(pooler("webshop-pgb-1", "1", "10.30.2.4"));
    lb.balance(pooler("webshop-pgb-2", "2", "10.30.2.5"));

    TerraformOutput.Builder.create(this, "endpoint").value(lb.endpoint()).build();
  }

  private PoolerNode pooler(String name, String zone, String address) {
    return PoolerNode.Builder.create(this, name)
        .site(site)
        .subnet(subnet)
        .admin(admin)
        .name(name)
        .zone(zone)
        .address(address)
        .vmSize("Standard_D2s_v6")
        .build();
  }
}
