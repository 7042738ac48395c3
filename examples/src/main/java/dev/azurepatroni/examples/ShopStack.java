package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_key_vault.DataAzurermKeyVault;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_subnet.DataAzurermSubnet;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.spec.ClusterSpec;
import software.constructs.Construct;

/**
 * The shop's two databases in one stack: each in a subnet of its own, both with their secrets in
 * the vault that the shop has already.
 */
public final class ShopStack extends TerraformStack {
  private static final String GROUP = "shop-rg";
  private static final String VAULT = "shop-secrets";

  private final Vault vault;

  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public ShopStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);
    this.vault =
        Vault.fromAttributes(
            DataAzurermKeyVault.Builder.create(this, "vault")
                .name(VAULT)
                .resourceGroupName(GROUP)
                .build()
                .getId(),
            VAULT);

    PatroniCluster orders = cluster("orders", "10.40.4.0/28");
    PatroniCluster billing = cluster("billing", "10.40.4.16/28");

    output("orders", orders);
    output("billing", billing);
  }

  private PatroniCluster cluster(String name, String range) {
    DataAzurermSubnet subnet =
        DataAzurermSubnet.Builder.create(this, name + "-subnet")
            .name(name)
            .virtualNetworkName("shop-vnet")
            .resourceGroupName(GROUP)
            .build();
    return PatroniCluster.Builder.create(this, name)
        .spec(spec(name, range))
        .resourceGroup(GROUP)
        .subnet(Subnet.fromId(subnet.getId()))
        .vault(vault)
        .build();
  }

  private static ClusterSpec spec(String name, String range) {
    return ClusterSpec.builder()
        .name(name)
        .location("westeurope")
        .network(network -> network.addressSpace("10.40.0.0/16").subnet(range))
        .database(
            database ->
                database
                    .vmSize("Standard_D4s_v6")
                    .dataDisk(disk -> disk.sizeGb(128).iops(3_000).mbps(125))
                    .walDisk(disk -> disk.sizeGb(64).iops(3_000).mbps(125)))
        .poolers(poolers -> poolers.vmSize("Standard_D2s_v6").maxClientConnections(500))
        .postgresql(postgresql -> postgresql.maxConnections(100))
        .build();
  }

  private void output(String name, PatroniCluster cluster) {
    TerraformOutput.Builder.create(this, name + "_endpoint")
        .value(cluster.poolerLb().endpoint())
        .build();
  }
}
