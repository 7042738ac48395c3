package dev.azurepatroni.constructs.backup;

import com.hashicorp.cdktf.TerraformResourceLifecycle;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccount;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccountBlobProperties;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccountBlobPropertiesContainerDeleteRetentionPolicy;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccountBlobPropertiesDeleteRetentionPolicy;
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccountNetworkRules;
import com.hashicorp.cdktf.providers.azurerm.storage_container.StorageContainer;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicy;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicyRule;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicyRuleActions;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicyRuleActionsVersion;
import com.hashicorp.cdktf.providers.azurerm.storage_management_policy.StorageManagementPolicyRuleFilters;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.AzurermVersion;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.network.Subnet;
import java.util.List;
import software.constructs.Construct;

/**
 * A storage account for backups: access by role alone, without keys, reachable from one subnet. A
 * blob that is deleted or overwritten can be restored for the retention and 7 days more.
 *
 * <p>Creates the account, one container, and a rule that deletes previous versions of blobs.
 * Terraform refuses to destroy account and container. Required: location, name, accountName,
 * subnet. In the stack's azurerm providers it sets {@code storage_use_azuread = true} and {@code
 * features.storage.data_plane_available = false}: the machine that deploys does not reach the
 * account's data, and needs no right to.
 */
public final class ClusterBackupStore extends Construct implements BackupStore {
  /** How long longer than backups what was deleted is kept, days. */
  private static final int GRACE_DAYS = 7;

  private static final int LEAST_DAYS = 2;

  /** Azure keeps what was deleted for a year at most. */
  private static final int MOST_DAYS = 365 - GRACE_DAYS;

  private final String accountName;
  private final String accountId;
  private final String containerName;
  private final String containerId;

  private ClusterBackupStore(Builder props) {
    super(props.scope, props.id);
    AzurermVersion.require(this);
    StorageProvider.configure(this);
    LogicalIds.claim(this, "backup store", props.name);
    this.accountName = props.accountName;
    this.containerName = props.containerName;
    int keptDays = props.retentionDays + GRACE_DAYS;
    this.accountId = LogicalIds.assign(props.name, account(props, keptDays)).getId();
    StorageContainer container =
        LogicalIds.assign(
            props.name,
            StorageContainer.Builder.create(this, "container")
                .name(containerName)
                // By the account's id, because its name would ask the account's data plane.
                .storageAccountId(accountId)
                .containerAccessType("private")
                .lifecycle(kept())
                .build());
    this.containerId = container.getId();
    LogicalIds.assign(props.name, versionsExpire(keptDays));
  }

  private StorageAccount account(Builder props, int keptDays) {
    return StorageAccount.Builder.create(this, "account")
        .name(accountName)
        .resourceGroupName(props.location.resourceGroup())
        .location(props.location.region())
        .accountKind("StorageV2")
        .accountTier("Standard")
        .accountReplicationType(props.replication)
        .minTlsVersion("TLS1_2")
        .httpsTrafficOnlyEnabled(true)
        .sharedAccessKeyEnabled(false)
        .defaultToOauthAuthentication(true)
        .localUserEnabled(false)
        .allowNestedItemsToBePublic(false)
        .crossTenantReplicationEnabled(false)
        // A service endpoint reaches the public address; the rules below admit nothing else.
        .publicNetworkAccessEnabled(true)
        .networkRules(
            StorageAccountNetworkRules.builder()
                .defaultAction("Deny")
                // Otherwise Azure's own rule that deletes versions is refused, too.
                .bypass(List.of("AzureServices"))
                .virtualNetworkSubnetIds(List.of(props.subnet.subnetId()))
                .build())
        .blobProperties(
            StorageAccountBlobProperties.builder()
                .versioningEnabled(true)
                .deleteRetentionPolicy(
                    StorageAccountBlobPropertiesDeleteRetentionPolicy.builder()
                        .days(keptDays)
                        .build())
                .containerDeleteRetentionPolicy(
                    StorageAccountBlobPropertiesContainerDeleteRetentionPolicy.builder()
                        .days(keptDays)
                        .build())
                .build())
        .lifecycle(kept())
        .build();
  }

  private StorageManagementPolicy versionsExpire(int keptDays) {
    return StorageManagementPolicy.Builder.create(this, "versions")
        .storageAccountId(accountId)
        .rule(
            List.of(
                StorageManagementPolicyRule.builder()
                    .name("previous-versions")
                    .enabled(true)
                    .filters(
                        StorageManagementPolicyRuleFilters.builder()
                            .blobTypes(List.of("blockBlob"))
                            .build())
                    .actions(
                        StorageManagementPolicyRuleActions.builder()
                            .version(
                                StorageManagementPolicyRuleActionsVersion.builder()
                                    .deleteAfterDaysSinceCreation(keptDays)
                                    .build())
                            .build())
                    .build()))
        .build();
  }

  private static TerraformResourceLifecycle kept() {
    return TerraformResourceLifecycle.builder().preventDestroy(true).build();
  }

  @Override
  public String accountName() {
    return accountName;
  }

  @Override
  public String containerName() {
    return containerName;
  }

  @Override
  public String containerId() {
    return containerId;
  }

  /** {@return Azure's id of the storage account} */
  public String accountId() {
    return accountId;
  }

  /** Builder of a {@link ClusterBackupStore}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;
    private String accountName;
    private String containerName = "backup";
    private String replication = "ZRS";
    private int retentionDays = 14;
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
     * Sets the name of its resources in Terraform; required.
     *
     * @param name unique in the stack; with another account name under the same name Terraform
     *     refuses to destroy the old account
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets the name of the storage account; required.
     *
     * @param accountName 3 to 24 lower-case letters and digits, free in all of Azure
     * @return this builder
     */
    public Builder accountName(String accountName) {
      this.accountName = accountName;
      return this;
    }

    /**
     * Sets the name of the container; default backup.
     *
     * @param containerName 3 to 63 lower-case letters, digits and single dashes
     * @return this builder
     */
    public Builder containerName(String containerName) {
      this.containerName = containerName;
      return this;
    }

    /**
     * Sets how Azure replicates the account; default ZRS.
     *
     * @param replication {@code ZRS}, {@code GZRS} or {@code LRS}
     * @return this builder
     */
    public Builder replication(String replication) {
      this.replication = replication;
      return this;
    }

    /**
     * Sets how long hosts keep backups; default 14.
     *
     * @param retentionDays 2 to 358 days; the account keeps what they delete for 7 days more
     * @return this builder
     */
    public Builder retentionDays(int retentionDays) {
      this.retentionDays = retentionDays;
      return this;
    }

    /**
     * Sets the subnet from which hosts reach the account; required.
     *
     * @param subnet with the service endpoint {@code Microsoft.Storage}
     * @return this builder
     */
    public Builder subnet(Subnet subnet) {
      this.subnet = subnet;
      return this;
    }

    /**
     * Creates the store.
     *
     * @return the store
     * @throws IllegalArgumentException if a required value is missing, naming it, or if the
     *     retention is out of range
     */
    public ClusterBackupStore build() {
      Preconditions.of("ClusterBackupStore " + id)
          .require("location", location)
          .require("name", name)
          .require("accountName", accountName)
          .require("subnet", subnet)
          .check();
      Preconditions.inRange("retentionDays", retentionDays, LEAST_DAYS, MOST_DAYS);
      return new ClusterBackupStore(this);
    }
  }
}
