package dev.azurepatroni.constructs.monitoring;

import com.hashicorp.cdktf.Fn;
import com.hashicorp.cdktf.providers.azurerm.data_azurerm_client_config.DataAzurermClientConfig;
import com.hashicorp.cdktf.providers.azurerm.log_analytics_workspace.LogAnalyticsWorkspace;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRule;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataFlow;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSources;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSourcesPerformanceCounter;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSourcesSyslog;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDestinations;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDestinationsLogAnalytics;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule_association.MonitorDataCollectionRuleAssociation;
import com.hashicorp.cdktf.providers.azurerm.monitor_diagnostic_setting.MonitorDiagnosticSetting;
import com.hashicorp.cdktf.providers.azurerm.monitor_diagnostic_setting.MonitorDiagnosticSettingEnabledLog;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_extension.VirtualMachineExtension;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.backup.ClusterBackupStore;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import dev.azurepatroni.constructs.secrets.Vault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.constructs.Construct;

/**
 * Logs and metrics of hosts, and logs of who used a vault or a storage account.
 *
 * <p>Creates a Log Analytics workspace and a data collection rule, on each host that is added the
 * Azure Monitor Agent, and for each audited resource a diagnostic setting. Required: location,
 * name.
 */
public final class Monitoring extends Construct {
  private static final String WORKSPACE = "workspace";
  private static final String SYSLOG = "Microsoft-Syslog";
  private static final String METRICS = "Microsoft-Perf";
  private static final int SAMPLING_SECONDS = 60;
  private static final List<String> BLOB_EVENTS =
      List.of("StorageRead", "StorageWrite", "StorageDelete");

  private final String name;
  private final String workspaceId;
  private final String ruleId;

  private Monitoring(
      Construct scope, String id, AzureLocation location, String name, int retentionDays) {
    super(scope, id);
    this.name = name;
    this.workspaceId =
        LogicalIds.assign(
                name,
                LogAnalyticsWorkspace.Builder.create(this, WORKSPACE)
                    .name(name + "-logs")
                    .resourceGroupName(location.resourceGroup())
                    .location(location.region())
                    .sku("PerGB2018")
                    .retentionInDays(retentionDays)
                    .build())
            .getId();
    this.ruleId =
        LogicalIds.assign(
                name,
                MonitorDataCollectionRule.Builder.create(this, "rule")
                    .name(name + "-dcr")
                    .resourceGroupName(location.resourceGroup())
                    .location(location.region())
                    .kind("Linux")
                    .dataSources(sources())
                    .destinations(
                        MonitorDataCollectionRuleDestinations.builder()
                            .logAnalytics(
                                List.of(
                                    MonitorDataCollectionRuleDestinationsLogAnalytics.builder()
                                        .name(WORKSPACE)
                                        .workspaceResourceId(workspaceId)
                                        .build()))
                            .build())
                    .dataFlow(
                        List.of(
                            MonitorDataCollectionRuleDataFlow.builder()
                                .streams(List.of(SYSLOG, METRICS))
                                .destinations(List.of(WORKSPACE))
                                .build()))
                    .build())
            .getId();
  }

  /**
   * Collects logs and metrics of a host. An agent that cannot be installed does not fail the
   * deployment.
   *
   * @param host any host
   */
  public void addHost(ClusterHost host) {
    LogicalIds.assign(
        host.hostName(),
        MonitorDataCollectionRuleAssociation.Builder.create(this, host.hostName() + "-rule")
            .name(host.hostName())
            .targetResourceId(host.vmId())
            .dataCollectionRuleId(ruleId)
            .build());
    LogicalIds.assign(
        host.hostName() + "-monitor",
        VirtualMachineExtension.Builder.create(this, host.hostName() + "-agent")
            .name("AzureMonitorLinuxAgent")
            .virtualMachineId(host.vmId())
            .publisher("Microsoft.Azure.Monitor")
            .type("AzureMonitorLinuxAgent")
            // A floor: Azure installs the newest 1.x. A version that a region lacks would be
            // refused.
            .typeHandlerVersion("1.33")
            .autoUpgradeMinorVersion(true)
            .automaticUpgradeEnabled(true)
            .failureSuppressionEnabled(true)
            .settings(agentSettings(host))
            .dependsOn(host.attachments())
            .build());
  }

  /**
   * Logs each use of a vault: who, from which address, which secret.
   *
   * @param vault a vault that has no such setting to this workspace
   */
  public void auditVault(Vault vault) {
    audit("vault", vault.vaultId(), List.of("AuditEvent"));
  }

  /**
   * Logs each read, write and deletion of a blob in a storage account of the provider's
   * subscription.
   *
   * @param resourceGroup of the account
   * @param storageAccount an account that has no such setting to this workspace
   */
  public void auditBlobs(String resourceGroup, String storageAccount) {
    String subscription =
        LogicalIds.assign(
                name + "-monitoring",
                DataAzurermClientConfig.Builder.create(this, "subscription").build())
            .getSubscriptionId();
    audit(
        "blobs",
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Storage/storageAccounts/%s/blobServices/default"
            .formatted(subscription, resourceGroup, storageAccount),
        BLOB_EVENTS);
  }

  /**
   * Logs each read, write and deletion of a blob in the account of a backup store.
   *
   * @param store one whose account has no such setting to this workspace
   */
  public void auditBackups(ClusterBackupStore store) {
    audit("backup", store.accountId() + "/blobServices/default", BLOB_EVENTS);
  }

  private void audit(String what, String resourceId, List<String> categories) {
    LogicalIds.assign(
        name + "-" + what + "-audit",
        MonitorDiagnosticSetting.Builder.create(this, what + "-audit")
            .name(name + "-audit")
            .targetResourceId(resourceId)
            .logAnalyticsWorkspaceId(workspaceId)
            .enabledLog(
                categories.stream()
                    .map(
                        category ->
                            MonitorDiagnosticSettingEnabledLog.builder().category(category).build())
                    .toList())
            .build());
  }

  /** The agent needs the id of a user-assigned identity even if the host has no other. */
  private static String agentSettings(ClusterHost host) {
    // Sorted: the order of Map.of differs between runs.
    Map<String, String> identity = new TreeMap<>();
    identity.put("identifier-name", "mi_res_id");
    identity.put("identifier-value", host.identity().identityId());
    return Fn.jsonencode(Map.of("authentication", Map.of("managedIdentity", identity)));
  }

  private static MonitorDataCollectionRuleDataSources sources() {
    return MonitorDataCollectionRuleDataSources.builder()
        .syslog(
            List.of(
                MonitorDataCollectionRuleDataSourcesSyslog.builder()
                    .name("syslog")
                    .streams(List.of(SYSLOG))
                    .facilityNames(
                        List.of("auth", "authpriv", "cron", "daemon", "kern", "local0", "syslog"))
                    .logLevels(List.of("Warning", "Error", "Critical", "Alert", "Emergency"))
                    .build()))
        .performanceCounter(
            List.of(
                MonitorDataCollectionRuleDataSourcesPerformanceCounter.builder()
                    .name("host")
                    .streams(List.of(METRICS))
                    .samplingFrequencyInSeconds(SAMPLING_SECONDS)
                    .counterSpecifiers(
                        List.of(
                            "Processor(*)\\% Processor Time",
                            "Processor(*)\\% IO Wait Time",
                            "Memory(*)\\% Used Memory",
                            "Logical Disk(*)\\% Used Space",
                            "Logical Disk(*)\\Disk Transfers/sec",
                            "Logical Disk(*)\\Logical Disk Bytes/sec",
                            "Network(*)\\Total Bytes"))
                    .build()))
        .build();
  }

  /** Builder of a {@link Monitoring}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;
    private int retentionDays = 30;

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
     * Sets how long the workspace keeps logs; default 30.
     *
     * @param retentionDays 30 to 730 days
     * @return this builder
     */
    public Builder retentionDays(int retentionDays) {
      this.retentionDays = retentionDays;
      return this;
    }

    /**
     * Creates the monitoring.
     *
     * @return the monitoring
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public Monitoring build() {
      Preconditions.of("Monitoring " + id)
          .require("location", location)
          .require("name", name)
          .check();
      return new Monitoring(scope, id, location, name, retentionDays);
    }
  }
}
