package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.LocalExecProvisioner;
import com.hashicorp.cdktf.TerraformResource;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_client_config.DataAzurermClientConfig;
import com.hashicorp.cdktf.providers.azurerm.key_vault.KeyVault;
import com.hashicorp.cdktf.providers.azurerm.key_vault.KeyVaultNetworkAcls;
import com.hashicorp.cdktf.providers.azurerm.role_assignment.RoleAssignment;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.constructs.network.ClusterSubnet;
import dev.azurepatroni.topology.spec.VaultSpec;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * A Key Vault of the cluster's own: access by role alone, purge protection on, reachable from the
 * hosts' subnet and from named ranges.
 *
 * <p>Whoever deploys is made Key Vault Secrets Officer. Azure takes minutes to honour that, so the
 * first deployment waits once, for a bounded time, before it writes secrets.
 */
public final class ClusterVault extends Construct implements SecretVault {
  private final String name;
  private final String vaultId;
  private final ITerraformDependable writable;

  /**
   * Creates the vault.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param site where in Azure
   * @param name free in all of Azure
   * @param spec who may reach it, retention and waiting time
   * @param subnet of the hosts
   */
  public ClusterVault(
      Construct scope, String id, Site site, String name, VaultSpec spec, ClusterSubnet subnet) {
    super(scope, id);
    this.name = name;
    Named.claim(this, "vault", name);
    DataAzurermClientConfig deployer =
        Named.as(name, DataAzurermClientConfig.Builder.create(this, "deployer").build());
    KeyVault vault =
        Named.as(
            name,
            KeyVault.Builder.create(this, "vault")
                .name(name)
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .tenantId(deployer.getTenantId())
                .skuName("standard")
                .rbacAuthorizationEnabled(true)
                .purgeProtectionEnabled(true)
                .softDeleteRetentionDays(spec.softDeleteRetentionDays())
                .publicNetworkAccessEnabled(true)
                .networkAcls(
                    KeyVaultNetworkAcls.builder()
                        .bypass("AzureServices")
                        // With no range named, whoever deploys could not write a secret otherwise.
                        .defaultAction(spec.allowedCidrs().isEmpty() ? "Allow" : "Deny")
                        .ipRules(spec.allowedCidrs())
                        .virtualNetworkSubnetIds(List.of(subnet.subnetId()))
                        .build())
                .build());
    this.vaultId = vault.getId();
    RoleAssignment officer =
        Named.as(
            name + "-deployer",
            RoleAssignment.Builder.create(this, "deployer-writes")
                .scope(vaultId)
                .roleDefinitionName("Key Vault Secrets Officer")
                .principalId(deployer.getObjectId())
                .build());
    this.writable =
        spec.rolePropagationSeconds() == 0
            ? officer
            : propagation(officer, spec.rolePropagationSeconds());
  }

  /**
   * Once after the role is assigned, never again: a later plan shows nothing to do. A plain
   * resource, because cdktf's class for terraform_data runs the terraform binary at every
   * synthesis.
   */
  private TerraformResource propagation(RoleAssignment officer, int seconds) {
    TerraformResource wait =
        Named.as(
            name + "-role-propagation",
            TerraformResource.Builder.create(this, "role-propagation")
                .terraformResourceType("terraform_data")
                .provisioners(
                    List.of(
                        LocalExecProvisioner.builder()
                            .type("local-exec")
                            .command("sleep " + seconds)
                            .build()))
                .build());
    wait.addOverride("triggers_replace", Map.of("role_assignment", officer.getId()));
    return wait;
  }

  @Override
  public String vaultId() {
    return vaultId;
  }

  @Override
  public String vaultName() {
    return name;
  }

  @Override
  public List<ITerraformDependable> writable() {
    return List.of(writable);
  }
}
