package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.LocalExecProvisioner;
import com.hashicorp.cdktf.TerraformResource;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_client_config.DataAzurermClientConfig;
import com.hashicorp.cdktf.providers.azurerm.key_vault.KeyVault;
import com.hashicorp.cdktf.providers.azurerm.key_vault.KeyVaultNetworkAcls;
import com.hashicorp.cdktf.providers.azurerm.role_assignment.RoleAssignment;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.topology.spec.VaultSpec;
import dev.azurepatroni.topology.spec.VaultSpecBuilder;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * A Key Vault: access by role alone, purge protection on, reachable from one subnet and from named
 * ranges.
 *
 * <p>Creates the vault and a role assignment: the deploying identity becomes <em>Key Vault Secrets
 * Officer</em>. Azure takes up to ten minutes to apply it, so the first deployment waits once
 * before it writes secrets. Required: location, name, subnet.
 */
public final class ClusterVault extends Construct implements Vault {
  /** Azure's rules take no such range: the default action stands for it. */
  private static final String EVERY_NETWORK = "0.0.0.0/0";

  private final String name;
  private final String vaultId;
  private final ITerraformDependable writePermission;

  private ClusterVault(Builder props) {
    super(props.scope, props.id);
    AzureLocation location = props.location;
    VaultSpec spec = props.spec.build();
    this.name = props.name;
    LogicalIds.claim(this, "vault", name);
    boolean open = spec.allowedCidrs().contains(EVERY_NETWORK);
    DataAzurermClientConfig deployer =
        LogicalIds.assign(name, DataAzurermClientConfig.Builder.create(this, "deployer").build());
    KeyVault vault =
        LogicalIds.assign(
            name,
            KeyVault.Builder.create(this, "vault")
                .name(name)
                .resourceGroupName(location.resourceGroup())
                .location(location.region())
                .tenantId(deployer.getTenantId())
                .skuName("standard")
                .rbacAuthorizationEnabled(true)
                .purgeProtectionEnabled(true)
                .softDeleteRetentionDays(spec.softDeleteRetentionDays())
                .publicNetworkAccessEnabled(true)
                .networkAcls(
                    KeyVaultNetworkAcls.builder()
                        .bypass("AzureServices")
                        .defaultAction(open ? "Allow" : "Deny")
                        .ipRules(open ? List.of() : spec.allowedCidrs())
                        .virtualNetworkSubnetIds(List.of(props.subnet.subnetId()))
                        .build())
                .build());
    this.vaultId = vault.getId();
    RoleAssignment officer =
        LogicalIds.assign(
            name + "-deployer",
            RoleAssignment.Builder.create(this, "deployer-writes")
                .scope(vaultId)
                .roleDefinitionName("Key Vault Secrets Officer")
                .principalId(deployer.getObjectId())
                .build());
    this.writePermission =
        spec.rolePropagationSeconds() == 0
            ? officer
            : propagation(officer, spec.rolePropagationSeconds());
  }

  /** Three, because the vault's servers learn of a role one after the other. */
  private static final int ANSWERS = 3;

  /**
   * Ends when the vault has answered az three times in a row, or at the bound; without az, or if az
   * is not signed in, at the bound. It fails only where the vault's firewall refuses this machine,
   * for then waiting is in vain: what comes next shows whatever else is missing.
   */
  private static final String WAIT =
      """
      end=$(($(date +%%s) + %d)) answers=0 limit=
      echo "Waiting until the vault applies the deployer's role, at most %d s. az, if it is signed in, asks the vault."
      if command -v timeout > /dev/null; then limit="timeout 30"; fi
      while [ $answers -lt %d ] && [ "$(date +%%s)" -lt $end ]; do
        if said=$($limit az keyvault secret list --vault-name %s --maxresults 1 --output none 2>&1); then
          answers=$((answers + 1))
        else
          answers=0
        fi
        case $said in *ForbiddenByFirewall*)
          address=$(echo "$said" | sed -n 's/.*Client address: \\([0-9.]*[0-9]\\).*/\\1/p' | head -n 1)
          echo "The firewall of the vault %s refuses this machine, whose public address is $address."
          echo "Add $address/32, or the range that it belongs to, to vault.allowedCidrs, and deploy again."
          exit 1 ;;
        esac
        sleep 1
      done
      """;

  /**
   * Waits once, after the role is assigned; a later plan shows no change. A plain resource, because
   * cdktf's class for terraform_data runs the terraform binary at every synthesis.
   */
  private TerraformResource propagation(RoleAssignment officer, int seconds) {
    TerraformResource wait =
        LogicalIds.assign(
            name + "-role-propagation",
            TerraformResource.Builder.create(this, "role-propagation")
                .terraformResourceType("terraform_data")
                .provisioners(
                    List.of(
                        LocalExecProvisioner.builder()
                            .type("local-exec")
                            .command(WAIT.formatted(seconds, seconds, ANSWERS, name, name))
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
  public List<ITerraformDependable> dependencies() {
    return List.of(writePermission);
  }

  /** Builder of a {@link ClusterVault}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final VaultSpecBuilder spec = VaultSpecBuilder.builder();
    private AzureLocation location;
    private String name;
    private Subnet subnet;

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
     * @param name 3 to 24 letters, digits and dashes, free in all of Azure
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets the subnet from which hosts reach the vault; required.
     *
     * @param subnet with the service endpoint {@code Microsoft.KeyVault}
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Sets the ranges that reach the vault besides the hosts' subnet; default none.
     *
     * @param allowedCidrs public ranges of the machines that plan and deploy; {@code 0.0.0.0/0}
     *     opens the vault to every network, guarded by roles alone
     * @return this builder
     */
    public Builder allowedCidrs(List<String> allowedCidrs) {
      spec.allowedCidrs(allowedCidrs);
      return this;
    }

    /**
     * Sets how long a first deployment waits at most for its role; default 600.
     *
     * @param rolePropagationSeconds 0 to 1,800 seconds
     * @return this builder
     */
    public Builder rolePropagationSeconds(int rolePropagationSeconds) {
      spec.rolePropagationSeconds(rolePropagationSeconds);
      return this;
    }

    /**
     * Sets how long a deleted vault or secret can be restored; default 90.
     *
     * @param softDeleteRetentionDays 7 to 90 days
     * @return this builder
     */
    public Builder softDeleteRetentionDays(int softDeleteRetentionDays) {
      spec.softDeleteRetentionDays(softDeleteRetentionDays);
      return this;
    }

    /**
     * Creates the vault.
     *
     * @return the vault
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public ClusterVault build() {
      Preconditions.of("ClusterVault " + id)
          .require("location", location)
          .require("name", name)
          .require("subnet", subnet)
          .check();
      return new ClusterVault(this);
    }
  }
}
