package dev.azurepatroni.constructs.monitoring;

import com.hashicorp.cdktf.Fn;
import com.hashicorp.cdktf.providers.azurerm.log_analytics_workspace.LogAnalyticsWorkspace;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRule;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataFlow;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSources;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSourcesPerformanceCounter;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDataSourcesSyslog;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDestinations;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRuleDestinationsLogAnalytics;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule_association.MonitorDataCollectionRuleAssociation;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_extension.VirtualMachineExtension;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.compute.ClusterHost;
import dev.azurepatroni.constructs.internal.Named;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.constructs.Construct;

/**
 * Logs and metrics: a Log Analytics workspace, one data collection rule, and on every watched host
 * the Azure Monitor Agent.
 */
public final class Monitoring extends Construct {
  private static final String WORKSPACE = "workspace";
  private static final String SYSLOG = "Microsoft-Syslog";
  private static final String METRICS = "Microsoft-Perf";
  private static final int SAMPLING_SECONDS = 60;

  private final String ruleId;

  /**
   * Creates workspace and rule.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param site where in Azure
   * @param name prefix of its resources
   * @param retentionDays how long the workspace keeps logs, days
   */
  public Monitoring(Construct scope, String id, Site site, String name, int retentionDays) {
    super(scope, id);
    String workspaceId =
        Named.as(
                name,
                LogAnalyticsWorkspace.Builder.create(this, WORKSPACE)
                    .name(name + "-logs")
                    .resourceGroupName(site.resourceGroup())
                    .location(site.location())
                    .sku("PerGB2018")
                    .retentionInDays(retentionDays)
                    .build())
            .getId();
    this.ruleId =
        Named.as(
                name,
                MonitorDataCollectionRule.Builder.create(this, "rule")
                    .name(name + "-dcr")
                    .resourceGroupName(site.resourceGroup())
                    .location(site.location())
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
   * Watches a host.
   *
   * @param host any host
   */
  public void watch(ClusterHost host) {
    Named.as(
        host.hostName(),
        MonitorDataCollectionRuleAssociation.Builder.create(this, host.hostName() + "-rule")
            .name(host.hostName())
            .targetResourceId(host.vmId())
            .dataCollectionRuleId(ruleId)
            .build());
    Named.as(
        host.hostName() + "-monitor",
        VirtualMachineExtension.Builder.create(this, host.hostName() + "-agent")
            .name("AzureMonitorLinuxAgent")
            .virtualMachineId(host.vmId())
            .publisher("Microsoft.Azure.Monitor")
            .type("AzureMonitorLinuxAgent")
            .typeHandlerVersion("1.33")
            .autoUpgradeMinorVersion(true)
            .automaticUpgradeEnabled(true)
            .settings(agentSettings(host))
            .build());
  }

  /** A user-assigned identity has to be named to the agent, the only one on the host or not. */
  private static String agentSettings(ClusterHost host) {
    // Sorted: Map.of would print its keys in another order at every other synth.
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
}
