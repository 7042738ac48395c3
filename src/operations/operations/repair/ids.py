"""How azurerm writes the IDs of resources."""

SUBSCRIPTION = "/subscriptions/{subscription}"
IN_GROUP = SUBSCRIPTION + "/resourceGroups/{resource_group_name}/providers/"
VM, DISK, ATTACHMENT = (
    "azurerm_linux_virtual_machine",
    "azurerm_managed_disk",
    "azurerm_virtual_machine_data_disk_attachment",
)
EXTENSION, GROUP = "azurerm_virtual_machine_extension", "azurerm_resource_group"
SECRET, ROLE = "azurerm_key_vault_secret", "azurerm_role_assignment"
# By type: {argument}, or the last part of an ID. No secret and no role assignment: Azure gives a secret a version, and
# a role assignment a random name; az lists both.
IDS = {
    GROUP: SUBSCRIPTION + "/resourceGroups/{name}",
    DISK: IN_GROUP + "Microsoft.Compute/disks/{name}",
    VM: IN_GROUP + "Microsoft.Compute/virtualMachines/{name}",
    ATTACHMENT: "{virtual_machine_id}/dataDisks/{managed_disk_id|last}",
    EXTENSION: "{virtual_machine_id}/extensions/{name}",
    "azurerm_application_security_group": IN_GROUP + "Microsoft.Network/applicationSecurityGroups/{name}",
    "azurerm_key_vault": IN_GROUP + "Microsoft.KeyVault/vaults/{name}",
    "azurerm_lb": IN_GROUP + "Microsoft.Network/loadBalancers/{name}",
    "azurerm_lb_backend_address_pool": "{loadbalancer_id}/backendAddressPools/{name}",
    "azurerm_lb_probe": "{loadbalancer_id}/probes/{name}",
    "azurerm_lb_rule": "{loadbalancer_id}/loadBalancingRules/{name}",
    "azurerm_log_analytics_workspace": IN_GROUP + "Microsoft.OperationalInsights/workspaces/{name}",
    "azurerm_monitor_data_collection_rule": IN_GROUP + "Microsoft.Insights/dataCollectionRules/{name}",
    "azurerm_monitor_data_collection_rule_association":
        "{target_resource_id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{name}",
    "azurerm_monitor_diagnostic_setting": "{target_resource_id}|{name}",
    "azurerm_nat_gateway": IN_GROUP + "Microsoft.Network/natGateways/{name}",
    "azurerm_nat_gateway_public_ip_association": "{nat_gateway_id}|{public_ip_address_id}",
    "azurerm_network_interface": IN_GROUP + "Microsoft.Network/networkInterfaces/{name}",
    "azurerm_network_interface_application_security_group_association":
        "{network_interface_id}|{application_security_group_id}",
    "azurerm_network_interface_backend_address_pool_association":
        "{network_interface_id}/ipConfigurations/{ip_configuration_name}|{backend_address_pool_id}",
    "azurerm_network_interface_security_group_association": "{network_interface_id}|{network_security_group_id}",
    "azurerm_network_security_group": IN_GROUP + "Microsoft.Network/networkSecurityGroups/{name}",
    "azurerm_network_security_rule":
        IN_GROUP + "Microsoft.Network/networkSecurityGroups/{network_security_group_name}/securityRules/{name}",
    "azurerm_public_ip": IN_GROUP + "Microsoft.Network/publicIPAddresses/{name}",
    "azurerm_storage_account": IN_GROUP + "Microsoft.Storage/storageAccounts/{name}",
    "azurerm_storage_container": "{storage_account_id}/blobServices/default/containers/{name}",
    "azurerm_storage_management_policy": "{storage_account_id}/managementPolicies/default",
    "azurerm_subnet": IN_GROUP + "Microsoft.Network/virtualNetworks/{virtual_network_name}/subnets/{name}",
    "azurerm_subnet_nat_gateway_association": "{subnet_id}",
    "azurerm_subnet_network_security_group_association": "{subnet_id}",
    "azurerm_user_assigned_identity": IN_GROUP + "Microsoft.ManagedIdentity/userAssignedIdentities/{name}",
    "azurerm_virtual_network": IN_GROUP + "Microsoft.Network/virtualNetworks/{name}",
}  # fmt: skip
