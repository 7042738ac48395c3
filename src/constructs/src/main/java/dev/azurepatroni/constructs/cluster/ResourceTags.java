package dev.azurepatroni.constructs.cluster;

import com.hashicorp.cdktf.Aspects;
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
import com.hashicorp.cdktf.providers.azurerm.storage_account.StorageAccount;
import com.hashicorp.cdktf.providers.azurerm.user_assigned_identity.UserAssignedIdentity;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_extension.VirtualMachineExtension;
import com.hashicorp.cdktf.providers.azurerm.virtual_network.VirtualNetwork;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.constructs.Construct;
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
          StorageAccount.class,
          UserAssignedIdentity.class,
          VirtualMachineExtension.class,
          VirtualNetwork.class);

  private final Construct tree;
  private final Map<String, String> tags;

  private ResourceTags(Construct tree, Map<String, String> tags) {
    this.tree = tree;
    this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /**
   * Tags whatever the tree holds when it is synthesised. The aspect hangs on one leaf and goes
   * through the tree itself: hung on the root it would be called back once for every node, and each
   * callback of the kernel is answered one level deeper on the stack, which twenty clusters
   * exhaust.
   */
  static void of(Construct tree, Map<String, String> tags) {
    Aspects.of(new Construct(tree, "tags")).add(new ResourceTags(tree, tags));
  }

  @Override
  public void visit(IConstruct leaf) {
    for (IConstruct node : tree.getNode().findAll()) {
      if (node instanceof TerraformResource resource && TAGGABLE.contains(node.getClass())) {
        resource.addOverride("tags", tags);
      }
    }
  }
}
