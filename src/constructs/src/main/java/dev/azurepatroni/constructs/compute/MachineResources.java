package dev.azurepatroni.constructs.compute;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.TerraformResourceLifecycle;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachine;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineAdminSshKey;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineBootDiagnostics;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineIdentity;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineOsDisk;
import com.hashicorp.cdktf.providers.azurerm.linux_virtual_machine.LinuxVirtualMachineSourceImageReference;
import com.hashicorp.cdktf.providers.azurerm.managed_disk.ManagedDisk;
import com.hashicorp.cdktf.providers.azurerm.network_interface.NetworkInterface;
import com.hashicorp.cdktf.providers.azurerm.network_interface.NetworkInterfaceIpConfiguration;
import com.hashicorp.cdktf.providers.azurerm.virtual_machine_data_disk_attachment.VirtualMachineDataDiskAttachment;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.topology.spec.DiskController;
import java.util.List;
import software.constructs.Construct;

/** The Azure resources of one host, in the order in which they need each other. */
final class MachineResources {
  /** A change of these must not replace an existing VM. */
  private static final List<String> SETTLED_AT_CREATION =
      List.of("admin_ssh_key", "custom_data", "source_image_reference", "user_data");

  private final Construct scope;
  private final HostProps props;

  MachineResources(Construct scope, HostProps props) {
    this.scope = scope;
    this.props = props;
  }

  /** Creates the network interface, and returns its id. */
  String networkInterface(String ipConfiguration) {
    return LogicalIds.assign(
            props.name(),
            NetworkInterface.Builder.create(scope, "nic")
                .name(props.name() + "-nic")
                .resourceGroupName(props.location().resourceGroup())
                .location(props.location().region())
                .acceleratedNetworkingEnabled(true)
                .ipConfiguration(
                    List.of(
                        NetworkInterfaceIpConfiguration.builder()
                            .name(ipConfiguration)
                            .subnetId(props.subnet().subnetId())
                            .privateIpAddressAllocation("Static")
                            .privateIpAddress(props.address())
                            .build()))
                .build())
        .getId();
  }

  /** Creates the VM, and returns its id. */
  String virtualMachine(
      String networkInterfaceId, String identityId, List<ITerraformDependable> prerequisites) {
    LinuxVirtualMachine.Builder vm =
        LinuxVirtualMachine.Builder.create(scope, "vm")
            .name(props.name())
            .computerName(props.name())
            .resourceGroupName(props.location().resourceGroup())
            .location(props.location().region())
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
                    .identityIds(List.of(identityId))
                    .build())
            .secureBootEnabled(true)
            .vtpmEnabled(true)
            // Empty: the serial console and screenshots go to an account that Azure manages.
            .bootDiagnostics(LinuxVirtualMachineBootDiagnostics.builder().build())
            .customData(props.customData().base64())
            .dependsOn(prerequisites)
            .lifecycle(
                TerraformResourceLifecycle.builder().ignoreChanges(SETTLED_AT_CREATION).build());
    if (!props.customData().userData().isEmpty()) {
      // No secret; a plan would print all of it.
      vm.userData("${sensitive(\"%s\")}".formatted(props.customData().userData()));
    }
    if (props.size().controller() == DiskController.NVME) {
      vm.diskControllerType("NVMe");
    }
    return LogicalIds.assign(props.name(), vm.build()).getId();
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

  /** Creates a data disk and attaches it, and returns the attachment. */
  ITerraformDependable attach(Disk disk, String vmId) {
    String name = props.name() + "-" + disk.label();
    ManagedDisk managed =
        LogicalIds.assign(
            name,
            ManagedDisk.Builder.create(scope, disk.label())
                .name(name)
                .resourceGroupName(props.location().resourceGroup())
                .location(props.location().region())
                .zone(props.zone())
                .storageAccountType("PremiumV2_LRS")
                .createOption("Empty")
                .diskSizeGb(disk.spec().sizeGb())
                .diskIopsReadWrite(disk.spec().iops())
                .diskMbpsReadWrite(disk.spec().mbps())
                .networkAccessPolicy("DenyAll")
                .publicNetworkAccessEnabled(false)
                .lifecycle(TerraformResourceLifecycle.builder().preventDestroy(true).build())
                .build());
    return LogicalIds.assign(
        name,
        VirtualMachineDataDiskAttachment.Builder.create(scope, disk.label() + "-attachment")
            .managedDiskId(managed.getId())
            .virtualMachineId(vmId)
            .lun(disk.lun())
            .caching("None")
            .build());
  }
}
