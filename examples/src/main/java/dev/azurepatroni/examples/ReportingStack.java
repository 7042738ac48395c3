package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_key_vault.DataAzurermKeyVault;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_resource_group.DataAzurermResourceGroup;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_subnet.DataAzurermSubnet;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_virtual_network.DataAzurermVirtualNetwork;
import dev.azurepatroni.constructs.cluster.ClusterPorts;
import dev.azurepatroni.constructs.cluster.PatroniCluster;
import dev.azurepatroni.constructs.network.Firewall;
import dev.azurepatroni.constructs.network.Peer;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.Map;
import software.constructs.Construct;

/**
 * The reporting team's database: a smaller cluster in a resource group, subnet and vault that the
 * team has already.
 */
public final class ReportingStack extends TerraformStack {
  static final String VAULT = "reporting-secrets";

  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public ReportingStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);

    DataAzurermResourceGroup group =
        DataAzurermResourceGroup.Builder.create(this, "group").name("reporting-rg").build();
    DataAzurermVirtualNetwork network =
        DataAzurermVirtualNetwork.Builder.create(this, "network")
            .name("reporting-vnet")
            .resourceGroupName(group.getName())
            .build();
    DataAzurermSubnet subnet =
        DataAzurermSubnet.Builder.create(this, "subnet")
            .name("databases")
            .virtualNetworkName(network.getName())
            .resourceGroupName(group.getName())
            .build();
    DataAzurermKeyVault vault =
        DataAzurermKeyVault.Builder.create(this, "vault")
            .name(VAULT)
            .resourceGroupName(group.getName())
            .build();

    PatroniCluster cluster =
        PatroniCluster.Builder.create(this, "reporting")
            .spec(spec())
            .resourceGroup(group.getName())
            .subnet(Subnet.fromId(subnet.getId()))
            .vault(Vault.fromAttributes(vault.getId(), VAULT))
            .build();

    // The team's own monitoring reads Patroni's metrics.
    Firewall firewall = cluster.firewall();
    firewall.allow(Peer.cidrs("10.20.9.0/24"), firewall.group("database"), ClusterPorts.PATRONI);

    TerraformOutput.Builder.create(this, "endpoint").value(cluster.poolerLb().endpoint()).build();
  }

  /** What is left out keeps its tuned default. */
  static ClusterSpec spec() {
    return ClusterSpec.builder()
        .name("reporting")
        .location("westeurope")
        .network(network -> network.addressSpace("10.20.0.0/16").subnet("10.20.4.0/26"))
        .database(
            database ->
                database
                    .vmSize("Standard_D8s_v6")
                    .dataDisk(disk -> disk.sizeGb(256).iops(6_000).mbps(250))
                    .walDisk(disk -> disk.sizeGb(128).iops(3_000).mbps(125)))
        .poolers(
            poolers ->
                poolers
                    .vmSize("Standard_D2s_v6")
                    .maxClientConnections(1_000)
                    .external(Map.of(BatchStack.POOLER, "10.20.8.4")))
        .postgresql(postgresql -> postgresql.maxConnections(200))
        .build();
  }
}
