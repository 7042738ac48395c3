package dev.azurepatroni.emulator.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes in place and replacements; docs/explanation/emulator.md has the whole list. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplacementsTest {
  @TempDir static Path folder;
  private final SmallStack small = SmallStack.read();
  private Terraform terraform;

  @BeforeAll
  void deploy() {
    terraform = Terraform.in(folder).configure(small.json());
    terraform.init();
    terraform.apply().succeeded();
  }

  @AfterAll
  void close() {
    terraform.close();
  }

  private List<String> changesOf(String address, String arguments) {
    terraform.configure(small.with(address, arguments).json());
    return terraform.plan().lines();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "azurerm_linux_virtual_machine.vm | {'custom_data': 'IyE='} | custom_data",
        "azurerm_linux_virtual_machine.vm | {'zone': '2'} | zone",
        "azurerm_linux_virtual_machine.vm | {'admin_username': 'root2'} | admin_username",
        "azurerm_linux_virtual_machine.vm | {'admin_ssh_key': [{'username': 'operator', 'public_key': 'ssh-ed25519 AAAA'}]} | admin_ssh_key",
        "azurerm_linux_virtual_machine.vm | {'os_disk': {'name': 'vm-os', 'caching': 'ReadWrite', 'storage_account_type': 'Standard_LRS'}} | os_disk.0.storage_account_type",
        "azurerm_linux_virtual_machine.vm | {'source_image_reference': {'publisher': 'Debian', 'offer': 'debian-12', 'sku': '12-gen2', 'version': 'latest'}} | source_image_reference",
        "azurerm_linux_virtual_machine.vm | {'computer_name': 'other'} | computer_name",
        "azurerm_linux_virtual_machine.vm | {'vtpm_enabled': true} | vtpm_enabled",
        "azurerm_managed_disk.spare | {'zone': '2'} | zone",
        "azurerm_managed_disk.spare | {'disk_size_gb': 4} | disk_size_gb",
        "azurerm_managed_disk.spare | {'storage_account_type': 'Premium_LRS'} | storage_account_type",
        "azurerm_managed_disk.spare | {'create_option': 'Upload'} | create_option",
        "azurerm_virtual_machine_data_disk_attachment.data | {'lun': 7} | lun",
        "azurerm_virtual_machine_data_disk_attachment.data | {'managed_disk_id': '${azurerm_managed_disk.spare.id}'} | managed_disk_id",
        "azurerm_virtual_machine_extension.agent | {'publisher': 'Another'} | publisher",
        "azurerm_network_interface.second | {'location': 'northeurope'} | location",
        "azurerm_subnet.db | {'name': 'other'} | name",
        "azurerm_network_security_rule.ssh | {'name': 'other'} | name",
        "azurerm_lb.lb | {'sku_tier': 'Global'} | sku_tier",
        "azurerm_lb_rule.rule | {'name': 'other'} | name",
        "azurerm_key_vault_secret.secret | {'key_vault_id': '${azurerm_key_vault.closed.id}'} | key_vault_id",
        "azurerm_role_assignment.me | {'role_definition_name': 'Key Vault Administrator'} | role_definition_name",
        "azurerm_storage_account.store | {'name': 'another'} | name",
        "azurerm_storage_account.store | {'location': 'northeurope'} | location",
        "azurerm_storage_account.store | {'account_tier': 'Premium'} | account_tier",
        "azurerm_storage_account.store | {'account_kind': 'BlobStorage'} | account_kind",
        "azurerm_storage_account.store | {'account_replication_type': 'LRS'} | account_replication_type",
        "azurerm_storage_account.store | {'is_hns_enabled': true} | is_hns_enabled",
        "azurerm_storage_container.backup | {'name': 'another'} | name"
      })
  void replaces(String address, String arguments, String because) {
    assertThat(changesOf(address, arguments)).contains("replace " + address + ": " + because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "azurerm_linux_virtual_machine.vm | {'size': 'Standard_D8s_v6'} | size",
        "azurerm_linux_virtual_machine.vm | {'tags': {'a': 'b'}} | tags",
        "azurerm_linux_virtual_machine.vm | {'identity': {'type': 'SystemAssigned'}} | identity",
        "azurerm_linux_virtual_machine.vm | {'user_data': 'IyE='} | user_data",
        "azurerm_linux_virtual_machine.vm | {'boot_diagnostics': {}} | boot_diagnostics",
        "azurerm_managed_disk.spare | {'disk_size_gb': 16} | disk_size_gb",
        "azurerm_managed_disk.spare | {'disk_iops_read_write': 4000} | disk_iops_read_write",
        "azurerm_managed_disk.spare | {'disk_mbps_read_write': 300} | disk_mbps_read_write",
        "azurerm_virtual_machine_extension.agent | {'type_handler_version': '1.34'} | type_handler_version",
        "azurerm_network_security_rule.ssh | {'priority': 200} | priority",
        "azurerm_lb_rule.rule | {'idle_timeout_in_minutes': 30} | idle_timeout_in_minutes",
        "azurerm_key_vault_secret.secret | {'value': 'another'} | value",
        "azurerm_key_vault.vault | {'sku_name': 'premium'} | sku_name",
        "azurerm_storage_account.store | {'account_replication_type': 'GZRS'} | account_replication_type",
        "azurerm_storage_account.store | {'network_rules': {'default_action': 'Deny', 'ip_rules': ['203.0.113.7']}} | network_rules",
        "azurerm_storage_account.store | {'blob_properties': {'versioning_enabled': true, 'delete_retention_policy': {'days': 60}, 'container_delete_retention_policy': {'days': 21}}} | blob_properties",
        "azurerm_storage_container.backup | {'metadata': {'a': 'b'}} | metadata",
        "azurerm_storage_management_policy.store | {'rule': [{'name': 'old', 'enabled': false, 'filters': {'blob_types': ['blockBlob']}, 'actions': {'version': {'delete_after_days_since_creation': 60}}}]} | rule"
      })
  void updatesInPlace(String address, String arguments, String what) {
    assertThat(changesOf(address, arguments)).containsExactly("update " + address + ": " + what);
  }
}
