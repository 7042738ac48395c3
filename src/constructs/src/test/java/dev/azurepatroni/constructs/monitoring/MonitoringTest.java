package dev.azurepatroni.constructs.monitoring;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;

import dev.azurepatroni.constructs.secrets.Vault;
import dev.azurepatroni.constructs.synth.Prod;
import dev.azurepatroni.constructs.synth.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MonitoringTest {
  @SuppressWarnings("unused") // read by @FieldSource
  private static final List<String> HOSTS = Prod.HOSTS;

  @ParameterizedTest
  @FieldSource("HOSTS")
  void everyHostRunsTheAgentUnderItsOwnIdentity(String host) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_machine_extension", host + "-monitor")
        .has("publisher", "Microsoft.Azure.Monitor")
        .has("type", "AzureMonitorLinuxAgent")
        .has("automatic_upgrade_enabled", true)
        .refers("virtual_machine_id", "azurerm_linux_virtual_machine." + host);
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_machine_extension", host + "-monitor")
        .has(
            "settings",
            ("${jsonencode({\"authentication\" = {\"managedIdentity\" = "
                    + "{\"identifier-name\" = \"mi_res_id\", \"identifier-value\" = "
                    + "azurerm_user_assigned_identity.%s.id}}})}")
                .formatted(host));
  }

  @Test
  void theAgentFollowsTheHostsDisksAndFailsNoDeployment() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_virtual_machine_extension", "pgpatroni-1-monitor")
        .has("failure_suppression_enabled", true)
        .waitsFor(
            "azurerm_virtual_machine_data_disk_attachment.pgpatroni-1-data",
            "azurerm_virtual_machine_data_disk_attachment.pgpatroni-1-wal");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void everyHostSendsWhatTheRuleCollects(String host) {
    assertThat(Prod.SYNTH)
        .resource("azurerm_monitor_data_collection_rule_association", host)
        .refers("target_resource_id", "azurerm_linux_virtual_machine." + host)
        .refers("data_collection_rule_id", "azurerm_monitor_data_collection_rule.pgpatroni");
  }

  @Test
  void logsAndMetricsGoToOneWorkspace() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_monitor_data_collection_rule", "pgpatroni")
        .has("kind", "Linux")
        .has("data_flow.streams", List.of("Microsoft-Syslog", "Microsoft-Perf"))
        .refers(
            "destinations.log_analytics.workspace_resource_id",
            "azurerm_log_analytics_workspace.pgpatroni");
    assertThat(Prod.SYNTH)
        .resource("azurerm_log_analytics_workspace", "pgpatroni")
        .has("retention_in_days", 30);
  }

  @Test
  void theWorkspaceLogsEachUseOfTheVault() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_monitor_diagnostic_setting", "pgpatroni-vault-audit")
        .has("enabled_log.category", "AuditEvent")
        .refers("target_resource_id", "azurerm_key_vault.pgpatroni-kv")
        .refers("log_analytics_workspace_id", "azurerm_log_analytics_workspace.pgpatroni");
  }

  @Test
  void anImportedVaultIsItsOwnersToLog() {
    Synth synth = Prod.synthIn(Vault.fromAttributes("/vaults/theirs", "theirs"));

    assertThat(synth).hasExactly("azurerm_monitor_diagnostic_setting", "pgpatroni-backup-audit");
  }

  @Test
  void theWorkspaceLogsEachUseOfTheBackups() {
    assertThat(Prod.SYNTH)
        .resource("azurerm_monitor_diagnostic_setting", "pgpatroni-backup-audit")
        .has("target_resource_id", "${azurerm_storage_account.pgpatroni.id}/blobServices/default")
        .has("enabled_log.0.category", "StorageRead")
        .has("enabled_log.1.category", "StorageWrite")
        .has("enabled_log.2.category", "StorageDelete");
  }

  @Test
  void switchedOffNothingOfItIsThere() {
    Synth synth = Prod.synthWith(prod -> prod.monitoring(monitoring -> monitoring.enabled(false)));

    assertThat(synth)
        .hasNo("azurerm_log_analytics_workspace")
        .hasNo("azurerm_monitor_data_collection_rule")
        .hasNo("azurerm_monitor_data_collection_rule_association")
        .hasNo("azurerm_monitor_diagnostic_setting")
        .hasNo("azurerm_virtual_machine_extension");
  }
}
