package dev.azurepatroni.emulator.azure.compute;

import static dev.azurepatroni.emulator.azure.compute.MachineChecks.CONTROLLER;
import static dev.azurepatroni.emulator.azure.compute.MachineChecks.NICS;
import static dev.azurepatroni.emulator.azure.compute.MachineChecks.NO_PASSWORD;

import dev.azurepatroni.emulator.azure.engine.Account;
import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Virtual machines and their extensions. */
public final class MachineTypes {
  public static final String MACHINE = "azurerm_linux_virtual_machine";
  static final String ATTACHMENT = "azurerm_virtual_machine_data_disk_attachment";
  private static final String ID = "virtual_machine_id";

  private MachineTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(machine(), extension());
  }

  /**
   * What azurerm 4.55 to 4.81 powers off ({@code shouldShutDown}) or deallocates ({@code
   * shouldDeallocate}) for a change in place: {@code resourceLinuxVirtualMachineUpdate} in
   * internal/services/compute/linux_virtual_machine_resource.go. It deallocates for {@code size},
   * too, if the machine's hardware does not offer the new one.
   */
  private static Behaviour machine() {
    return Behaviour.inGroup(MACHINE, "Linux Virtual Machine", "Microsoft.Compute/virtualMachines")
        .replacedBy(
            "admin_username", "admin_password", "admin_ssh_key", NO_PASSWORD, "computer_name")
        .replacedBy("custom_data", "source_image_id", "source_image_reference", "plan", "secret")
        .replacedBy("os_disk.name", "os_disk.storage_account_type", "os_disk.diff_disk_settings")
        .replacedBy("os_disk.security_encryption_type", "os_disk.secure_vm_disk_encryption_set_id")
        .replacedBy("zone", "availability_set_id", "edge_zone", "platform_fault_domain")
        .replacedBy("priority", "eviction_policy", "virtual_machine_scale_set_id")
        .replacedBy(
            "provision_vm_agent", "secure_boot_enabled", "vtpm_enabled", "os_managed_disk_id")
        .restartedBy("size")
        .deallocatedBy("os_disk", CONTROLLER, NICS, "additional_capabilities")
        .deallocatedBy("encryption_at_host_enabled", "max_bid_price")
        .deallocatedBy("capacity_reservation_group_id", "proximity_placement_group_id")
        .deallocatedBy("dedicated_host_id", "dedicated_host_group_id")
        .preset("bypass_platform_safety_checks_on_user_schedule_enabled", false)
        .preset("extensions_time_budget", "PT1H30M")
        .preset("max_bid_price", -1)
        .preset("platform_fault_domain", -1)
        .preset("priority", "Regular")
        .preset("os_disk.write_accelerator_enabled", false)
        .computes("allow_extension_operations", true)
        .computes("computer_name", (request, block) -> request.planned().at("name"))
        .computes(NO_PASSWORD, true)
        .computes(
            CONTROLLER,
            (request, block) ->
                Value.of(DiskControllers.of(request.text("size")).byDefault().word()))
        .computes("patch_assessment_mode", "ImageDefault")
        .computes("patch_mode", "ImageDefault")
        .computes("provision_vm_agent", true)
        .computes("vm_agent_platform_updates_enabled", false)
        .computesGuid(ID)
        .computes(
            "identity.principal_id",
            (request, block) -> systemAssigned(block, "principal of " + request.id()))
        .computes("identity.tenant_id", (request, block) -> systemAssigned(block, "tenant"))
        .computes("os_disk.disk_size_gb", 30)
        .computes(
            "os_disk.name",
            (request, block) ->
                Value.of(
                    request.text("name")
                        + "_OsDisk_1_"
                        + Account.guid(request.id()).replace("-", "")))
        .computes("os_disk.storage_account_type", "Standard_LRS")
        .settles(MachineTypes::withAddressesAndDisk)
        .locks("id")
        .updatesAlone("id")
        .unread("custom_data", "admin_password")
        .inZone((cloud, machine) -> machine.text("zone"))
        .needsCapacity(MachineTypes::noCapacity)
        .creates("os_managed_disk_id", MachineTypes::osDisk)
        .refersTo(NICS, "identity.identity_ids")
        .check(MachineChecks::canLogIn)
        .check(MachineChecks::customDataFits)
        .validates(MachineChecks::userDataIsBase64)
        .check(MachineChecks::userDataFits)
        .check(MachineChecks::controllerFits)
        .check(MachineChecks::interfacesFree)
        .check(MachineChecks::osDiskGrows)
        .check(MachineChecks::osDiskIsNew)
        .check(CommonChecks.zonesOffered("zone"));
  }

  private static Behaviour extension() {
    return Behaviour.of(
            "azurerm_virtual_machine_extension",
            "Virtual Machine Extension",
            "{" + ID + "}/extensions/{name}")
        .replacedBy(ID, "publisher", "type")
        .preset("automatic_upgrade_enabled", false)
        .preset("failure_suppression_enabled", false)
        .updatesAlone(ID)
        .unread("protected_settings")
        .inZone(MachineTypes::zoneOfMachine)
        .refersTo(ID)
        .check(MachineChecks::handlerOnce);
  }

  /** Returns the zone of the VM that a resource belongs to. */
  static Optional<String> zoneOfMachine(Cloud cloud, Value part) {
    return part.text(ID)
        .flatMap(cloud.inventory()::find)
        .flatMap(machine -> machine.state().text("zone"));
  }

  /** Azure's answers: learn.microsoft.com, "Troubleshoot allocation failures". */
  private static Rejection noCapacity(WriteRequest request) {
    boolean zonal = request.planned().text("zone").isPresent();
    return Rejection.afterAcceptance(
        zonal ? "ZonalAllocationFailed" : "AllocationFailed",
        "Allocation failed. We do not have sufficient capacity for the requested VM size in this "
            + (zonal ? "zone" : "region")
            + ". Read more about improving likelihood of allocation success at"
            + " http://aka.ms/allocation-guidance");
  }

  /** The disk of the operating system, which stays if the VM is deleted without azurerm. */
  private static List<StoredResource> osDisk(WriteRequest request) {
    String id = request.text("os_managed_disk_id");
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(id));
    fields.put("name", request.planned().at("os_disk.0.name"));
    for (String name : List.of("resource_group_name", "location", "zone", "tags")) {
      fields.put(name, request.planned().at(name));
    }
    for (String name : List.of("disk_size_gb", "storage_account_type")) {
      fields.put(name, request.planned().at("os_disk.0." + name));
    }
    fields.put("create_option", Value.of("FromImage"));
    fields.put("os_type", Value.of("Linux"));
    return List.of(new StoredResource(id, DiskTypes.DISK_TYPE, Value.of(fields)));
  }

  private static Value systemAssigned(Value identity, String what) {
    boolean itself =
        identity.text("type").filter(type -> type.contains("SystemAssigned")).isPresent();
    return Value.of(itself ? Account.guid(what) : "");
  }

  private static Value withAddressesAndDisk(WriteRequest request, Value state) {
    List<Value> blocks =
        state.texts(NICS).stream()
            .flatMap(id -> request.inventory().find(id).stream())
            .flatMap(nic -> nic.state().at("ip_configuration").items().stream())
            .toList();
    List<String> inside =
        blocks.stream().flatMap(block -> block.text("private_ip_address").stream()).toList();
    List<String> outside =
        blocks.stream()
            .flatMap(block -> block.text("public_ip_address_id").stream())
            .flatMap(id -> request.inventory().find(id).stream())
            .flatMap(ip -> ip.state().text("ip_address").stream())
            .toList();
    String disk = "/providers/Microsoft.Compute/disks/" + state.text("os_disk.0.name").orElse("");
    Value diskId = Value.of(request.id().replaceFirst("/providers/.*", "") + disk);
    return state
        .with("private_ip_addresses", Value.texts(inside))
        .with("private_ip_address", first(inside))
        .with("public_ip_addresses", Value.texts(outside))
        .with("public_ip_address", first(outside))
        .with("os_managed_disk_id", diskId)
        .with("os_disk.0.id", diskId);
  }

  private static Value first(List<String> addresses) {
    return Value.of(addresses.isEmpty() ? "" : addresses.get(0));
  }

  /** Returns the other disk attachments of the same VM. */
  static Stream<StoredResource> attachments(WriteRequest request) {
    return request.others(ATTACHMENT).filter(attachment -> request.agreesWith(attachment, ID));
  }
}
