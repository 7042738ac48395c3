package dev.azurepatroni.emulator.terraform;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A change of {@code small.tf.json} that Azure refuses.
 *
 * @param name names the case
 * @param address the changed resource; a missing one is a copy of the first of its type
 * @param arguments the arguments that change, as JSON
 * @param words the expected output
 */
record InvalidChange(String name, String address, String arguments, List<String> words) {
  @Override
  public String toString() {
    return name;
  }

  /** All of them. */
  static Stream<InvalidChange> all() {
    return Stream.of(addresses(), disks(), machines(), balancers(), vaults(), storage())
        .flatMap(changes -> changes);
  }

  private static Stream<InvalidChange> addresses() {
    return Stream.of(
        refused(
            "an address used twice",
            "azurerm_network_interface.second",
            "{'ip_configuration': [{'name': 'primary', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static', 'private_ip_address': '10.0.1.4'}]}",
            "PrivateIPAddressIsAllocated",
            "is using the private IP address 10.0.1.4 which is already allocated to resource",
            "networkInterfaces/first",
            "with azurerm_network_interface.second"),
        refused(
            "an address of a load balancer",
            "azurerm_network_interface.second",
            "{'ip_configuration': [{'name': 'primary', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static', 'private_ip_address': '10.0.1.10'}]}",
            "PrivateIPAddressIsAllocated",
            "loadBalancers/lb"),
        refused(
            "an address outside its subnet",
            "azurerm_network_interface.second",
            "{'ip_configuration': [{'name': 'primary', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static', 'private_ip_address': '10.0.2.4'}]}",
            "PrivateIPAddressNotInSubnet: Private static IP address 10.0.2.4 does not belong to the range of subnet prefix 10.0.1.0/24."),
        refused(
            "an address that Azure reserves",
            "azurerm_network_interface.second",
            "{'ip_configuration': [{'name': 'primary', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static', 'private_ip_address': '10.0.1.3'}]}",
            "PrivateIPAddressInReservedRange"),
        refused(
            "a static address that is not set",
            "azurerm_network_interface.second",
            "{'ip_configuration': [{'name': 'primary', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static'}]}",
            "A private IP Address must be configured when Static Address is specified"),
        refused(
            "a subnet outside its network",
            "azurerm_subnet.db2",
            "{'name': 'db2', 'address_prefixes': ['10.9.0.0/24']}",
            "NetcfgInvalidSubnet: Subnet 'db2' is not valid because its IP address range is outside the IP address range of virtual network 'net'."),
        refused(
            "a subnet that overlaps another",
            "azurerm_subnet.db2",
            "{'name': 'db2', 'address_prefixes': ['10.0.1.128/25']}",
            "NetcfgSubnetRangesOverlap"),
        refused(
            "two rules of one priority",
            "azurerm_network_security_rule.ssh2",
            "{'name': 'ssh2'}",
            "SecurityRuleConflict: Security rule ssh",
            "conflicts with rule ssh",
            "Rules cannot have the same Priority and Direction."),
        refused(
            "a missing resource group",
            "azurerm_virtual_network.other",
            "{'name': 'other', 'resource_group_name': 'nowhere'}",
            "ResourceGroupNotFound: Resource group 'nowhere' could not be found."));
  }

  private static Stream<InvalidChange> disks() {
    return Stream.of(
        refused(
            "a disk in another zone than its machine",
            "azurerm_virtual_machine_data_disk_attachment.other",
            "{'managed_disk_id': '${azurerm_managed_disk.zone2.id}', 'lun': 5}",
            "Disk 'zone2' is in zone '2' and cannot be attached to VM 'vm', which is in zone '1'.",
            "with azurerm_virtual_machine_data_disk_attachment.other",
            "\"managed_disk_id\" :"),
        refused(
            "a LUN in use",
            "azurerm_virtual_machine_data_disk_attachment.other",
            "{'managed_disk_id': '${azurerm_managed_disk.spare.id}'}",
            "Cannot attach data disk 'spare' to VM 'vm' because LUN 0 is already in use by disk 'data'."),
        refused(
            "a disk attached twice",
            "azurerm_virtual_machine_data_disk_attachment.other",
            "{'virtual_machine_id': '${azurerm_linux_virtual_machine.zoneless.id}'}",
            "ConflictingUserInput: Disk",
            "cannot be attached as the disk is already owned by VM"),
        refused(
            "Premium SSD v2 with caching",
            "azurerm_virtual_machine_data_disk_attachment.other",
            "{'managed_disk_id': '${azurerm_managed_disk.spare.id}', 'lun': 5, 'caching': 'ReadOnly'}",
            "Caching type 'ReadOnly' is not supported for disks of storage account type 'PremiumV2_LRS'. Supported caching types: None."),
        refused(
            "Premium SSD v2 for a machine without a zone",
            "azurerm_virtual_machine_data_disk_attachment.other",
            "{'managed_disk_id': '${azurerm_managed_disk.spare.id}', 'virtual_machine_id': '${azurerm_linux_virtual_machine.zoneless.id}', 'lun': 5}",
            "Managed disks with 'PremiumV2_LRS' storage account type can be used only with Virtual Machines in an Availability Zone."),
        refused(
            "too many IOPS",
            "azurerm_managed_disk.spare",
            "{'disk_iops_read_write': 90000}",
            "The value '90000' of parameter 'disk.properties.diskIOPSReadWrite' is out of range. The value must be between '3000' and '4000', inclusive."),
        refused(
            "too few IOPS",
            "azurerm_managed_disk.spare",
            "{'disk_iops_read_write': 100}",
            "The value '100' of parameter 'disk.properties.diskIOPSReadWrite' is out of range."),
        refused(
            "more throughput than the IOPS allow",
            "azurerm_managed_disk.spare",
            "{'disk_mbps_read_write': 1200}",
            "The value '1200' of parameter 'disk.properties.diskMBpsReadWrite' is out of range. The value must be between '125' and '750', inclusive."),
        refused(
            "a zone that the region lacks",
            "azurerm_managed_disk.spare4",
            "{'name': 'spare4', 'zone': '4'}",
            "AvailabilityZoneNotSupported: The zone(s) '4' for resource"));
  }

  private static Stream<InvalidChange> machines() {
    String tooMuch = Base64.getEncoder().encodeToString(new byte[65_536]);
    return Stream.of(
        refused(
            "SCSI on a size with NVMe only",
            "azurerm_linux_virtual_machine.vm",
            "{'disk_controller_type': 'SCSI'}",
            "The VM size 'Standard_D2s_v6' cannot boot with disk controller type 'SCSI'. It supports the disk controller types: NVMe."),
        refused(
            "NVMe on a size without it",
            "azurerm_linux_virtual_machine.zoneless",
            "{'disk_controller_type': 'NVMe'}",
            "The VM size 'Standard_B2als_v2' cannot boot with disk controller type 'NVMe'. It supports the disk controller types: SCSI."),
        refused(
            "custom data over the limit",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'custom_data': '" + tooMuch + "'}",
            "Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters; it has 87384."),
        refused(
            "user data over the limit",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'user_data': '" + tooMuch + "'}",
            "User data must be in Base64 encoding and with a maximum length of 65535 characters; it has 87384."),
        refused(
            "user data that is not base64",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'user_data': '#!/bin/sh'}",
            "expected \"user_data\" to be a base64 string, got #!/bin/sh"),
        refused(
            "a machine with neither key nor password",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'admin_ssh_key': null}",
            "at least one `admin_ssh_key` must be specified when `disable_password_authentication` is set to `true`"),
        refused(
            "a machine without its required password",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'admin_ssh_key': null, 'disable_password_authentication': false}",
            "an `admin_password` must be specified if `disable_password_authentication` is set to `false`"),
        refused(
            "a machine in a zone that the region lacks",
            "azurerm_linux_virtual_machine.third",
            "{'name': 'third', 'zone': '4'}",
            "AvailabilityZoneNotSupported: The zone(s) '4'",
            "The supported zones for location 'westeurope' are '1,2,3'."),
        refused(
            "an interface of another machine",
            "azurerm_linux_virtual_machine.zoneless",
            "{'network_interface_ids': ['${azurerm_network_interface.first.id}']}",
            "NicInUse: Network Interface",
            "is used by existing resource"),
        refused(
            "the same extension twice",
            "azurerm_virtual_machine_extension.again",
            "{'name': 'again'}",
            "Multiple VMExtensions per handler not supported for OS type 'Linux'."),
        refused(
            "a shrunk system disk",
            "azurerm_linux_virtual_machine.vm",
            "{'os_disk': {'name': 'vm-os', 'caching': 'ReadWrite', 'storage_account_type': 'Premium_LRS', 'disk_size_gb': 8}}",
            "The specified disk size 8 GB is smaller than the size 30 GB that the disk has."));
  }

  private static Stream<InvalidChange> balancers() {
    return Stream.of(
        refused(
            "a rule that names an unknown frontend",
            "azurerm_lb_rule.rule2",
            "{'name': 'rule2', 'frontend_ip_configuration_name': 'nobody', 'frontend_port': 99, 'backend_port': 99}",
            "[ERROR] Cannot find FrontEnd IP Configuration with the name nobody"),
        refused(
            "two rules to one port",
            "azurerm_lb_rule.rule2",
            "{'name': 'rule2', 'frontend_port': 99}",
            "RulesUseSameBackendPortProtocolAndPool"),
        refused(
            "removal of a frontend in use",
            "azurerm_lb.lb",
            "{'frontend_ip_configuration': [{'name': 'another', 'subnet_id': '${azurerm_subnet.db.id}', 'private_ip_address_allocation': 'Static', 'private_ip_address': '10.0.1.10'}]}",
            "InvalidResourceReference",
            "frontendIPConfigurations/frontend referenced by resource",
            "loadBalancingRules/rule was not found."),
        refused(
            "a missing IP configuration",
            "azurerm_network_interface_backend_address_pool_association.other",
            "{'ip_configuration_name': 'nothing'}",
            "IP Configuration \"nothing\" was not found"));
  }

  private static Stream<InvalidChange> vaults() {
    return Stream.of(
        refused(
            "a vault name in use",
            "azurerm_key_vault.other",
            "{'resource_group_name': '${azurerm_resource_group.other.name}'}",
            "VaultAlreadyExists: The vault name 'vault' is already in use."),
        refused(
            "a name in use",
            "azurerm_network_security_group.again",
            "{}",
            "a resource with the ID",
            "already exists - to be managed via Terraform this resource needs to be imported into the State."),
        refused(
            "a secret name in use",
            "azurerm_key_vault_secret.again",
            "{}",
            "a resource with the ID",
            "already exists"),
        refused(
            "a secret without the role",
            "azurerm_key_vault_secret.closed",
            "{'name': 'closed', 'key_vault_id': '${azurerm_key_vault.closed.id}'}",
            "unexpected status 403 (403 Forbidden)",
            "Caller is not authorized to perform action on resource.",
            "ForbiddenByRbac"),
        refused(
            "a secret from an address that the vault's firewall does not allow",
            "azurerm_key_vault_secret.walled",
            "{'name': 'walled', 'key_vault_id': '${azurerm_key_vault.walled.id}'}",
            "Client address is not authorized and caller is not a trusted service.",
            "Client address: 203.0.113.7",
            "ForbiddenByFirewall"),
        refused(
            "a category logged to a workspace twice",
            "azurerm_monitor_diagnostic_setting.again",
            "{'name': 'again'}",
            "is already used in diagnostic setting 'audit' for category 'AuditEvent' for resource"),
        refused(
            "a category that the resource does not log",
            "azurerm_monitor_diagnostic_setting.audit",
            "{'enabled_log': [{'category': 'StorageRead'}]}",
            "Category 'StorageRead' is not supported."),
        refused(
            "a vault with a subnet without service endpoint",
            "azurerm_key_vault.vault",
            "{'network_acls': {'bypass': 'AzureServices', 'default_action': 'Deny', 'virtual_network_subnet_ids': ['${azurerm_subnet.db.id}']}}",
            "SubnetsHaveNoServiceEndpointsConfigured: Subnets db of virtual network net do not have ServiceEndpoints for Microsoft.KeyVault"),
        refused(
            "purge protection disabled again",
            "azurerm_key_vault.vault",
            "{'purge_protection_enabled': false}",
            "once Purge Protection has been Enabled it's not possible to disable it"),
        refused(
            "a role for an unknown principal",
            "azurerm_role_assignment.nobody",
            "{'principal_id': '00000000-0000-0000-0000-000000000001'}",
            "PrincipalNotFound: Principal 00000000000000000000000000000001 does not exist in the directory"),
        refused(
            "an unknown role",
            "azurerm_role_assignment.unknown",
            "{'role_definition_name': 'King'}",
            "could not find role 'King'"),
        refused(
            "a role assigned twice",
            "azurerm_role_assignment.again",
            "{'name': '00000000-0000-0000-0000-000000000002'}",
            "RoleAssignmentExists: The role assignment already exists."));
  }

  private static Stream<InvalidChange> storage() {
    return Stream.of(
        refused(
            "a storage account's name in use",
            "azurerm_storage_account.other",
            "{'resource_group_name': '${azurerm_resource_group.other.name}'}",
            "StorageAccountAlreadyTaken: The storage account named smallstore is already taken."),
        refused(
            "a storage account's name with a dash",
            "azurerm_storage_account.other",
            "{'name': 'small-store'}",
            "name (\"small-store\") can only consist of lowercase letters and numbers, and must be between 3 and 24 characters long"),
        refused(
            "a storage account's name that is too long",
            "azurerm_storage_account.other",
            "{'name': 'abcdefghijklmnopqrstuvwxy'}",
            "must be between 3 and 24 characters long"),
        refused(
            "a subnet without service endpoint in a storage account's rules",
            "azurerm_storage_account.store",
            "{'network_rules': {'default_action': 'Deny', 'virtual_network_subnet_ids': ['${azurerm_subnet.db.id}']}}",
            "NetworkAclsValidationFailure: Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured:Subnets db of virtual network",
            "do not have ServiceEndpoints for Microsoft.Storage resources configured."),
        refused(
            "a private address in a storage account's rules",
            "azurerm_storage_account.store",
            "{'network_rules': {'default_action': 'Deny', 'ip_rules': ['10.0.1.0/24']}}",
            "must be public ip address but got \"10.0.1.0/24\""),
        refused(
            "deleted blobs kept for no day",
            "azurerm_storage_account.store",
            "{'blob_properties': {'delete_retention_policy': {'days': 0}}}",
            "to be in the range (1 - 365), got 0"),
        refused(
            "deleted containers kept for too long",
            "azurerm_storage_account.store",
            "{'blob_properties': {'container_delete_retention_policy': {'days': 366}}}",
            "to be in the range (1 - 365), got 366"),
        refused(
            "an unknown replication",
            "azurerm_storage_account.store",
            "{'account_replication_type': 'zrs'}",
            "expected account_replication_type to be one of [\"LRS\" \"ZRS\" \"GRS\" \"RAGRS\" \"GZRS\" \"RAGZRS\"], got zrs"),
        refused(
            "replication across zones in a region without them",
            "azurerm_storage_account.other",
            "{'name': 'otherstore', 'location': 'ukwest'}",
            "RedundancyConfigurationNotAvailableInRegion: The storage account failed to create due to redundancy configuration - Sku: Standard_ZRS, Kind: StorageV2 - not available in selected Region - ukwest."),
        refused(
            "a container's name of two characters",
            "azurerm_storage_container.other",
            "{'name': 'pg'}",
            "\"name\" must be between 3 and 63 characters: \"pg\""),
        refused(
            "a container's name in capitals",
            "azurerm_storage_container.other",
            "{'name': 'Backup'}",
            "only lowercase alphanumeric characters and hyphens allowed in \"name\": \"Backup\""),
        refused(
            "a container of no account",
            "azurerm_storage_container.other",
            "{'storage_account_id': null}",
            "one of `storage_account_id,storage_account_name` must be specified"),
        refused(
            "a container of a missing account",
            "azurerm_storage_container.other",
            "{'storage_account_id': '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/small-rg/providers/Microsoft.Storage/storageAccounts/nowhere'}",
            "ParentResourceNotFound: Failed to perform 'write'",
            "storageAccounts/nowhere' could not be found."),
        refused(
            "a public container of a private account",
            "azurerm_storage_container.other",
            "{'name': 'other', 'container_access_type': 'blob'}",
            "PublicAccessNotPermitted: Public access is not permitted on this storage account."),
        refused(
            "a second management policy of an account",
            "azurerm_storage_management_policy.other",
            "{}",
            "storageAccounts/smallstore/managementPolicies/default\" already exists"),
        refused(
            "versions deleted after less than no day",
            "azurerm_storage_management_policy.store",
            "{'rule': [{'name': 'old', 'enabled': true, 'filters': {'blob_types': ['blockBlob']}, 'actions': {'version': {'delete_after_days_since_creation': -2}}}]}",
            "to be in the range (0 - 99999), got -2"));
  }

  private static InvalidChange refused(
      String name, String address, String arguments, String... words) {
    return new InvalidChange(name, address, arguments, List.of(words));
  }
}
