package dev.azurepatroni.constructs.compute;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.TerraformResourceLifecycle;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachine;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineAdminSshKey;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineBootDiagnostics;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineIdentity;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineOsDisk;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineSourceImageReference;
import com.hashicorp.cdktf.providers.azurerm.network_interface.NetworkInterface;
import com.hashicorp.cdktf.providers.azurerm.network_interface.NetworkInterfaceIpConfiguration;
import dev.azurepatroni.constructs.internal.Named;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import dev.azurepatroni.topology.spec.DiskController;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/** Network interface and VM of a host, alike for every kind of node. */
final class LinuxHost implements ClusterHost {
  /** What may change in a specification without an existing VM being replaced for it. */
  private static final List<String> SETTLED_AT_CREATION =
      List.of("admin_ssh_key", "custom_data", "source_image_reference");

  private final HostProps props;
  private final HostIdentity identity;
  private final String networkInterfaceId;
  private final String vmId;

  LinuxHost(Construct scope, HostProps props) {
    this.props = props;
    Named.claim(scope, "host", props.name());
    this.identity =
        props.identity() == null
            ? new HostIdentity(scope, "identity", props.site(), props.name())
            : props.identity();
    this.networkInterfaceId = networkInterface(scope).getId();
    this.vmId = virtualMachine(scope).getId();
  }

  private NetworkInterface networkInterface(Construct scope) {
    return Named.as(
        props.name(),
        NetworkInterface.Builder.create(scope, "nic")
            .name(props.name() + "-nic")
            .resourceGroupName(props.site().resourceGroup())
            .location(props.site().location())
            .acceleratedNetworkingEnabled(true)
            .ipConfiguration(
                List.of(
                    NetworkInterfaceIpConfiguration.builder()
                        .name(ipConfigurationName())
                        .subnetId(props.subnet().subnetId())
                        .privateIpAddressAllocation("Static")
                        .privateIpAddress(props.address())
                        .build()))
            .build());
  }

  private LinuxVirtualMachine virtualMachine(Construct scope) {
    LinuxVirtualMachine.Builder vm =
        LinuxVirtualMachine.Builder.create(scope, "vm")
            .name(props.name())
            .computerName(props.name())
            .resourceGroupName(props.site().resourceGroup())
            .location(props.site().location())
            .zone(props.zone())
            .size(props.size().name())
            .adminUsername(props.admin().user())
            .adminSshKey(keys())
            .disablePasswordAuthentication(true)
            .networkInterfaceIds(List.of(networkInterfaceId))
            .osDisk(osDisk())
            .sourceImageReference(image())
            .identity(
                LinuxVirtualMachineIdentity.builder()
                    .type("UserAssigned")
                    .identityIds(List.of(identity.identityId()))
                    .build())
            .secureBootEnabled(true)
            .vtpmEnabled(true)
            // Empty: the serial console and screenshots go to an account that Azure manages.
            .bootDiagnostics(LinuxVirtualMachineBootDiagnostics.builder().build())
            .customData(props.customData().base64())
            .dependsOn(prerequisites())
            .lifecycle(
                TerraformResourceLifecycle.builder().ignoreChanges(SETTLED_AT_CREATION).build());
    if (props.size().controller() == DiskController.NVME) {
      vm.diskControllerType("NVMe");
    }
    return Named.as(props.name(), vm.build());
  }

  private List<LinuxVirtualMachineAdminSshKey> keys() {
    return props.admin().publicKeys().stream()
        .map(
            key ->
                LinuxVirtualMachineAdminSshKey.builder()
                    .username(props.admin().user())
                    .publicKey(key)
                    .build())
        .toList();
  }

  private LinuxVirtualMachineOsDisk osDisk() {
    return LinuxVirtualMachineOsDisk.builder()
        .name(props.name() + "-os")
        .caching("ReadWrite")
        .storageAccountType("Premium_LRS")
        .diskSizeGb(props.osDiskGb())
        .build();
  }

  private LinuxVirtualMachineSourceImageReference image() {
    return LinuxVirtualMachineSourceImageReference.builder()
        .publisher(props.image().publisher())
        .offer(props.image().offer())
        .sku(props.image().sku())
        .version(props.image().version())
        .build();
  }

  /**
   * A host that starts before it can reach packages and secrets would fail its first boot; one that
   * starts before it is guarded would be open for a while.
   */
  private List<ITerraformDependable> prerequisites() {
    List<ITerraformDependable> prerequisites = new ArrayList<>(props.subnet().ready());
    if (props.firewall() != null) {
      prerequisites.add(props.firewall().guard(props.name(), networkInterfaceId));
    }
    prerequisites.addAll(identity.grants());
    return prerequisites;
  }

  @Override
  public String hostName() {
    return props.name();
  }

  @Override
  public String privateIp() {
    return props.address();
  }

  @Override
  public String zone() {
    return props.zone();
  }

  @Override
  public String vmId() {
    return vmId;
  }

  @Override
  public String networkInterfaceId() {
    return networkInterfaceId;
  }

  @Override
  public HostIdentity identity() {
    return identity;
  }
}
