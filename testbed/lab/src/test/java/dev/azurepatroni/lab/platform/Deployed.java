package dev.azurepatroni.lab.platform;

import dev.azurepatroni.lab.inventory.InventoryFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small deployment whose private addresses are this machine's own, so that a client that binds
 * one of them is that VM.
 */
public final class Deployed {
  public static final String GROUP = "/subscriptions/sub-0/resourceGroups/lab-rg";
  public static final String TENANT = "tenant-0";
  public static final String DB =
      GROUP + "/providers/Microsoft.Network/virtualNetworks/net/subnets/db";
  public static final String PLAIN = DB.replace("/db", "/plain");
  public static final String VAULT = GROUP + "/providers/Microsoft.KeyVault/vaults/lab-kv";
  public static final String HOST = "lab-kv.vault.azure.net";
  public static final String OTHER_HOST = "other-kv.vault.azure.net";
  public static final String ACCOUNT =
      GROUP + "/providers/Microsoft.Storage/storageAccounts/labbak";
  public static final String CONTAINER = ACCOUNT + "/blobServices/default/containers/backup";
  public static final String BLOB_HOST = "labbak.blob.core.windows.net";
  public static final String VERSIONS =
      ", 'blob_properties': [{'versioning_enabled': true, 'delete_retention_policy': [{'days':"
          + " 21}]}]";
  public static final String ROLES =
      "/subscriptions/sub-0/providers/Microsoft.Authorization/roleDefinitions/";
  public static final String USER = ROLES + "4633458b-17de-408a-b874-0445c86b69e6";

  /** VMs by their addresses. */
  public static final String ONE = "127.0.0.1";

  public static final String TWO = "127.0.0.5";

  /** With two identities. */
  public static final String MANY = "127.0.0.6";

  /** With no identity. */
  public static final String NONE = "127.0.0.7";

  /** An identity that the system assigns. */
  public static final String SYSTEM = "system";

  /** In a subnet without the service endpoint. */
  public static final String PLAIN_ONE = "127.0.0.8";

  /** Unused. */
  public static final String STRANGER = "127.0.0.99";

  private final InventoryFiles files;

  private Deployed(Path folder) {
    this.files = new InventoryFiles(folder);
  }

  public static Deployed in(Path folder) {
    Deployed deployed = new Deployed(folder);
    deployed.networks();
    deployed.machine("pglab-1", ONE, DB, "pglab-1");
    deployed.machine("pglab-2", TWO, DB, "pglab-2");
    deployed.machine("many", MANY, DB, "many-a", "many-b");
    deployed.machine("none", NONE, DB);
    deployed.machine("plain", PLAIN_ONE, PLAIN, "plain");
    deployed.disk("pglab-1-data", 8, 0);
    deployed.disk("pglab-1-wal", 4, 1);
    deployed.vault("lab-kv", acls("Deny", "'" + DB + "'", ""));
    deployed.vault("other-kv", "");
    deployed.secret("lab-kv", "pglab-1", "first's value", "'content_type': 'text/plain'");
    deployed.secret("lab-kv", "pglab-1-tls", "first's key", "'content_type': null");
    deployed.secret("lab-kv", "pglab-2-tls", "second's key", "'content_type': null");
    deployed.secret("other-kv", "pglab-1-tls", "other's key", "'content_type': null");
    deployed.role("one", "pglab-1", VAULT + "/secrets/pglab-1-tls", USER);
    deployed.role("two", "pglab-2", VAULT + "/secrets/pglab-2-tls", USER);
    deployed.account(acls("Deny", "'" + DB + "'", "") + VERSIONS);
    deployed.container("backup");
    deployed.roleByName("blob-one", "pglab-1", CONTAINER, "Storage Blob Data Contributor");
    deployed.roleByName("blob-two", "pglab-2", CONTAINER, "Storage Blob Data Reader");
    return deployed;
  }

  public InventoryFiles files() {
    return files;
  }

  private void networks() {
    files.put(
        "azurerm_subnet",
        DB,
        "{'name': 'db', 'address_prefixes': ['127.0.0.0/24'], 'service_endpoints':"
            + " ['Microsoft.Storage', 'Microsoft.KeyVault']}");
    files.put(
        "azurerm_subnet",
        PLAIN,
        "{'name': 'plain', 'address_prefixes': ['127.0.1.0/24'], 'service_endpoints': null}");
    String nat = GROUP + "/providers/Microsoft.Network/natGateways/nat";
    String ip = GROUP + "/providers/Microsoft.Network/publicIPAddresses/ip";
    files.put("azurerm_public_ip", ip, "{'name': 'ip', 'ip_address': '203.0.113.9'}");
    files.put(
        "azurerm_nat_gateway_public_ip_association",
        nat + "|" + ip,
        "{'nat_gateway_id': '%s', 'public_ip_address_id': '%s'}".formatted(nat, ip));
    for (String subnet : new String[] {DB, PLAIN}) {
      files.put(
          "azurerm_subnet_nat_gateway_association",
          subnet + "|natGateway",
          "{'nat_gateway_id': '%s', 'subnet_id': '%s'}".formatted(nat, subnet));
    }
  }

  public void machine(String name, String address, String subnet, String... identities) {
    String nic = GROUP + "/providers/Microsoft.Network/networkInterfaces/" + name + "-nic";
    files.put(
        "azurerm_network_interface",
        nic,
        ("{'name': '%s-nic', 'mac_address': '00-0D-3A-9f-8A-5E', 'ip_configuration': [{'primary':"
                + " true, 'private_ip_address': '%s', 'subnet_id': '%s', 'public_ip_address_id':"
                + " null}]}")
            .formatted(name, address, subnet));
    StringBuilder ids = new StringBuilder();
    List<String> assigned = new ArrayList<>(List.of(identities));
    boolean system = assigned.remove(SYSTEM);
    for (String identity : assigned) {
      ids.append(ids.isEmpty() ? "'" : ", '").append(identity(identity)).append("'");
    }
    String block =
        identities.length == 0
            ? ""
            : "{'type': '%sUserAssigned', 'principal_id': 'oid-system', 'identity_ids': [%s]}"
                .formatted(system ? "SystemAssigned, " : "", ids);
    files.put(
        "azurerm_linux_virtual_machine",
        vm(name),
        ("{'name': '%s', 'computer_name': '%s', 'location': 'germanywestcentral', 'zone': '1',"
                + " 'size': 'Standard_D2s_v6', 'resource_group_name': 'lab-rg', 'admin_username':"
                + " 'azureuser', 'tags': {'cluster': 'pglab', 'kind': 'db'}, 'virtual_machine_id':"
                + " 'vm-id', 'network_interface_ids': ['%s'], 'identity': [%s], 'admin_ssh_key':"
                + " [{'username': 'azureuser', 'public_key': 'ssh-ed25519 AAAA'}], 'os_disk':"
                + " [{'name': 'os', 'caching': 'ReadWrite', 'disk_size_gb': 64}],"
                + " 'source_image_reference': [{'offer': 'debian-13', 'publisher': 'Debian'}]}")
            .formatted(name, name, nic.toUpperCase(Locale.ROOT), block));
  }

  public static String vm(String name) {
    return GROUP + "/providers/Microsoft.Compute/virtualMachines/" + name;
  }

  private String identity(String name) {
    String id = identityId(name);
    files.put(
        "azurerm_user_assigned_identity",
        id,
        "{'name': '%s', 'principal_id': 'oid-%s', 'client_id': 'app-%s', 'tenant_id': '%s'}"
            .formatted(name, name, name, TENANT));
    return id;
  }

  public static String identityId(String name) {
    return GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name;
  }

  private void disk(String name, int size, int lun) {
    String id = GROUP + "/providers/Microsoft.Compute/disks/" + name;
    files.put(
        "azurerm_managed_disk",
        id,
        "{'name': '%s', 'disk_size_gb': %d, 'storage_account_type': 'PremiumV2_LRS'}"
            .formatted(name, size));
    files.put(
        "azurerm_virtual_machine_data_disk_attachment",
        vm("pglab-1") + "/dataDisks/" + name,
        ("{'virtual_machine_id': '%s', 'managed_disk_id': '%s', 'lun': %d, 'caching': 'None',"
                + " 'create_option': 'Attach'}")
            .formatted(vm("pglab-1"), id, lun));
  }

  public static String acls(String action, String subnets, String ranges) {
    return (", 'network_acls': [{'default_action': '%s', 'virtual_network_subnet_ids': [%s],"
            + " 'ip_rules': [%s]}]")
        .formatted(action, subnets, ranges);
  }

  public void vault(String name, String more) {
    files.put(
        "azurerm_key_vault",
        VAULT.replace("lab-kv", name),
        ("{'name': '%s', 'location': 'germanywestcentral', 'tenant_id': '%s', 'vault_uri':"
                + " 'https://%s.vault.azure.net/', 'rbac_authorization_enabled': true,"
                + " 'purge_protection_enabled': true, 'soft_delete_retention_days': 90 %s}")
            .formatted(name, TENANT, name, more));
  }

  /** A storage account with rules of its network, such as those of {@link #acls}. */
  public void account(String more) {
    files.put(
        "azurerm_storage_account",
        ACCOUNT,
        ("{'name': 'labbak', 'location': 'germanywestcentral', 'primary_blob_host': '%s',"
                + " 'shared_access_key_enabled': false %s}")
            .formatted(BLOB_HOST, more.replace("network_acls", "network_rules")));
  }

  public void container(String name) {
    files.put(
        "azurerm_storage_container",
        ACCOUNT + "/blobServices/default/containers/" + name,
        "{'name': '%s', 'storage_account_id': '%s'}".formatted(name, ACCOUNT));
  }

  public void secret(String vault, String name, String value, String more) {
    files.put(
        "azurerm_key_vault_secret",
        "https://%s.vault.azure.net/secrets/%s/v1".formatted(vault, name),
        "{'name': '%s', 'version': 'v1', 'key_vault_id': '%s', 'tags': {'cluster': 'pglab'}, %s}"
            .formatted(name, VAULT.replace("lab-kv", vault), more),
        Map.of("value", value));
  }

  public void role(String id, String identity, String scope, String definition) {
    files.put(
        "azurerm_role_assignment",
        "/roles/" + id,
        "{'principal_id': 'oid-%s', 'scope': '%s', 'role_definition_id': '%s'}"
            .formatted(identity, scope, definition));
  }

  public void roleByName(String id, String identity, String scope, String role) {
    files.put(
        "azurerm_role_assignment",
        "/roles/" + id,
        "{'principal_id': 'oid-%s', 'scope': '%s', 'role_definition_name': '%s'}"
            .formatted(identity, scope, role));
  }
}
