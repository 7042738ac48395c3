package dev.azurepatroni.examples;

import com.hashicorp.cdktf.TerraformOutput;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.TerraformVariable;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_key_vault.DataAzurermKeyVault;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_subnet.DataAzurermSubnet;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.cluster.PoolerNode;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.Vault;
import java.util.List;
import software.constructs.Construct;

/**
 * The batch team's pooler: one more host of PgBouncer for the reporting team's cluster, in the
 * batch team's own stack, resource group and subnet.
 */
public final class BatchStack extends TerraformStack {
  /** The name that the cluster's specification has under {@code poolers.external}. */
  static final String POOLER = "batch-pgb-1";

  /**
   * Creates the stack.
   *
   * @param scope the app
   * @param id name of the stack
   */
  public BatchStack(Construct scope, String id) {
    super(scope, id);
    Surroundings.of(this);
    TerraformVariable key =
        TerraformVariable.Builder.create(this, "ssh_public_key").type("string").build();
    DataAzurermSubnet subnet =
        DataAzurermSubnet.Builder.create(this, "subnet")
            .name("batch")
            .virtualNetworkName("reporting-vnet")
            .resourceGroupName("reporting-rg")
            .build();
    DataAzurermKeyVault vault =
        DataAzurermKeyVault.Builder.create(this, "vault")
            .name(ReportingStack.VAULT)
            .resourceGroupName("reporting-rg")
            .build();

    PoolerNode pooler =
        PoolerNode.Builder.create(this, "pooler")
            .spec(ReportingStack.spec())
            .name(POOLER)
            .location(new AzureLocation("batch-rg", "westeurope"))
            .subnet(Subnet.fromId(subnet.getId()))
            .zone("2")
            .vault(Vault.fromAttributes(vault.getId(), ReportingStack.VAULT))
            .admin(new AdminAccess("operator", List.of(key.getStringValue())))
            .clientCidrs(List.of("10.20.8.0/24"))
            .build();

    TerraformOutput.Builder.create(this, "endpoint").value(pooler.endpoint()).build();
  }
}
