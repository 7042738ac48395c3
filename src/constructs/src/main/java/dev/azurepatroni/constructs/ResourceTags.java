package dev.azurepatroni.constructs;

import com.hashicorp.cdktf.IAspect;
import com.hashicorp.cdktf.TerraformResource;
import com.hashicorp.cdktf.providers.azurerm.application_security_group.ApplicationSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.key_vault.KeyVault;
import com.hashicorp.cdktf.providers.azurerm.key_vault_secret.KeyVaultSecret;
import com.hashicorp.cdktf.providers.azurerm.lb.Lb;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachine;
import com.hashicorp.cdktf.providers.azurerm.log_analytics_workspace.LogAnalyticsWorkspace;
import com.hashicorp.cdktf.providers.azurerm.managed_disk.ManagedDisk;
import com.hashicorp.cdktf.providers.azurerm.monitor_data_collection_rule.MonitorDataCollectionRule;
import com.hashicorp.cdktf.providers.azurerm.nat_gateway.NatGateway;
import com.hashicorp.cdktf.providers.azurerm.network_interface.NetworkInterface;
import com.hashicorp.cdktf.providers.azurerm.network_security_group.NetworkSecurityGroup;
import com.hashicorp.cdktf.providers.azurerm.public_ip.PublicIp;
import com.hashicorp.cdktf.providers.azurerm.resource_group.ResourceGroup;
import com.hashicorp.cdktf.providers.azurerm.user_assigned_identity.UserAssignedIdentity;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_extension.VirtualMachineExtension;
import com.hashicorp.cdktf.providers.azurerm.virtual_network.VirtualNetwork;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.constructs.IConstruct;

/** Gives every resource that can be tagged the cluster's tags. */
final class ResourceTags implements IAspect {
  /** Named, because asking a generated class for its setters loads every type they mention. */
  static final Set<Class<? extends TerraformResource>> TAGGABLE =
      Set.of(
          ApplicationSecurityGroup.class,
          KeyVault.class,
          KeyVaultSecret.class,
          Lb.class,
          LinuxVirtualMachine.class,
          LogAnalyticsWorkspace.class,
          ManagedDisk.class,
          MonitorDataCollectionRule.class,
          NatGateway.class,
          NetworkInterface.class,
          NetworkSecurityGroup.class,
          PublicIp.class,
          ResourceGroup.class,
          UserAssignedIdentity.class,
          VirtualMachineExtension.class,
          VirtualNetwork.class);

  private final Map<String, String> tags;

  ResourceTags(Map<String, String> tags) {
    this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  @Override
  public void visit(IConstruct node) {
    if (node instanceof TerraformResource resource && TAGGABLE.contains(node.getClass())) {
      resource.addOverride("tags", tags);
    }
  }
}
