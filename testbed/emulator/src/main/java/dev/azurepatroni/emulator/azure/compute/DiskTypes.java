package dev.azurepatroni.emulator.azure.compute;

import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Managed disks and their attachments. */
public final class DiskTypes {
  static final String DISK_TYPE = "azurerm_managed_disk";
  private static final String DISK = "managed_disk_id";
  private static final String MACHINE = "virtual_machine_id";
  private static final String KIND = "storage_account_type";
  private static final String SIZE = "disk_size_gb";
  private static final String IOPS = "disk_iops_read_write";
  private static final String MBPS = "disk_mbps_read_write";
  private static final String PREMIUM_V2 = "PremiumV2_LRS";

  /** Kinds that cannot be changed in place, to or from another kind. */
  private static final Set<String> APART = Set.of(PREMIUM_V2, "UltraSSD_LRS");

  private DiskTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup(DISK_TYPE, "Managed Disk", "Microsoft.Compute/disks")
            .replacedBy(
                "zone",
                "edge_zone",
                "create_option",
                "source_uri",
                "source_resource_id",
                "storage_account_id")
            .replacedBy(
                "image_reference_id",
                "gallery_image_reference_id",
                "upload_size_bytes",
                "logical_sector_size")
            .replacedBy("os_type", "hyper_v_generation", "trusted_launch_enabled", "security_type")
            .replacedBy("secure_vm_disk_encryption_set_id", "performance_plus_enabled")
            .preset("optimized_frequent_attach_enabled", false)
            .preset("performance_plus_enabled", false)
            .preset("public_network_access_enabled", true)
            .computes(
                IOPS, (request, block) -> Value.of(isPremiumV2(request.planned()) ? 3_000 : 500))
            .computes(MBPS, (request, block) -> Value.of(isPremiumV2(request.planned()) ? 125 : 60))
            .computes("disk_iops_read_only", 0)
            .computes("disk_mbps_read_only", 0)
            .computes(
                "logical_sector_size",
                (request, block) ->
                    isPremiumV2(request.planned()) ? Value.of(4096) : Value.Absent.NULL)
            .computes("max_shares", 0)
            .computes("source_uri", "")
            .computes("tier", "")
            .plans(DiskTypes::unchangeable)
            .check(CommonChecks.zonesOffered("zone"))
            .check(DiskTypes::performanceInRange)
            .inZone((cloud, disk) -> disk.text("zone"))
            .needsCapacity(DiskTypes::noCapacity)
            .usedBy(MachineTypes.MACHINE, "os_managed_disk_id", "OperationNotAllowed")
            .usedBy(MachineTypes.ATTACHMENT, DISK, "OperationNotAllowed"),
        Behaviour.of(
                MachineTypes.ATTACHMENT,
                "Virtual Machine Data Disk Attachment",
                "{" + MACHINE + "}/dataDisks/{" + DISK + "|last}")
            .replacedBy(DISK, MACHINE, "lun", "create_option")
            .preset("create_option", "Attach")
            .preset("write_accelerator_enabled", false)
            .storesIdLast()
            .locks(MACHINE)
            .updatesAlone(MACHINE)
            .inZone(MachineTypes::zoneOfMachine)
            .refersTo(DISK, MACHINE)
            .check(DiskTypes::attachedOnce)
            .check(DiskTypes::lunFree)
            .check(DiskTypes::sameZone)
            .check(DiskTypes::premiumV2Attachment));
  }

  /** The wording for VM sizes: "Resolve errors for SKU not available" in Microsoft's documents. */
  private static Rejection noCapacity(WriteRequest request) {
    return Rejection.conflict(
        "SkuNotAvailable",
        "The requested size for resource '%s' is currently not available in location '%s' zones '%s' for subscription '%s'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details."
            .formatted(
                request.id(),
                request.text("location"),
                request.text("zone"),
                request.cloud().account().subscriptionId()));
  }

  private static boolean isPremiumV2(Value disk) {
    return disk.text(KIND).filter(PREMIUM_V2::equals).isPresent();
  }

  private static ResourcePlan unchangeable(ResourcePlan plan) {
    ResourcePlan refined = plan;
    if (plan.planned().number(SIZE).orElse(0L) < plan.prior().number(SIZE).orElse(0L)) {
      refined = refined.replacedBy(SIZE);
    }
    boolean apart =
        APART.contains(plan.prior().text(KIND).orElse(""))
            || APART.contains(plan.planned().text(KIND).orElse(""));
    return apart && plan.changes(KIND) ? refined.replacedBy(KIND) : refined;
  }

  /**
   * Premium SSD v2: learn.microsoft.com, "Azure managed disk types", section Premium SSD v2
   * performance.
   */
  private static List<Rejection> performanceInRange(WriteRequest request) {
    if (!isPremiumV2(request.planned())) {
      return List.of();
    }
    long size = request.planned().number(SIZE).orElse(0L);
    long iops = request.planned().number(IOPS).orElse(3_000L);
    long mostIops = Math.min(80_000, Math.max(3_000, 500 * size));
    List<Rejection> rejections = new ArrayList<>();
    inRange("disk.properties.diskIOPSReadWrite", IOPS, iops, 3_000, mostIops)
        .ifPresent(rejections::add);
    long mostMbps = Math.min(1_200, Math.max(125, iops / 4));
    long mbps = request.planned().number(MBPS).orElse(125L);
    inRange("disk.properties.diskMBpsReadWrite", MBPS, mbps, 125, mostMbps)
        .ifPresent(rejections::add);
    return rejections;
  }

  private static Optional<Rejection> inRange(
      String parameter, String path, long value, long least, long most) {
    return least <= value && value <= most
        ? Optional.empty()
        : Optional.of(
            Rejection.badRequest(
                "InvalidParameter",
                String.format(
                    "The value '%d' of parameter '%s' is out of range. The value must be between '%d' and '%d', inclusive.",
                    value, parameter, least, most),
                path));
  }

  private static List<Rejection> attachedOnce(WriteRequest request) {
    String disk = request.text(DISK);
    return request
        .others(MachineTypes.ATTACHMENT)
        .filter(
            attachment -> attachment.state().text(DISK).filter(disk::equalsIgnoreCase).isPresent())
        .findFirst()
        .map(
            attachment ->
                Rejection.badRequest(
                    "ConflictingUserInput",
                    "Disk '"
                        + disk
                        + "' cannot be attached as the disk is already owned by VM '"
                        + attachment.state().text(MACHINE).orElse("")
                        + "'.",
                    DISK))
        .stream()
        .toList();
  }

  private static List<Rejection> lunFree(WriteRequest request) {
    return MachineTypes.attachments(request)
        .filter(attachment -> attachment.state().at("lun").equals(request.planned().at("lun")))
        .findFirst()
        .map(
            attachment ->
                Rejection.badRequest(
                    "InvalidParameter",
                    "Cannot attach data disk '"
                        + last(request.text(DISK))
                        + "' to VM '"
                        + last(request.text(MACHINE))
                        + "' because LUN "
                        + request.planned().number("lun").orElse(0L)
                        + " is already in use by disk '"
                        + last(attachment.state().text(DISK).orElse(""))
                        + "'.",
                    "lun"))
        .stream()
        .toList();
  }

  private static String last(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static List<Rejection> sameZone(WriteRequest request) {
    Optional<StoredResource> disk = request.referred(DISK);
    Optional<StoredResource> machine = request.referred(MACHINE);
    if (disk.isEmpty() || machine.isEmpty()) {
      return List.of();
    }
    String diskZone = disk.get().state().text("zone").orElse("");
    String machineZone = machine.get().state().text("zone").orElse("");
    // A disk without a zone can be attached in any zone.
    if (diskZone.isEmpty() || diskZone.equals(machineZone)) {
      return List.of();
    }
    return List.of(
        Rejection.badRequest(
            "BadRequest",
            String.format(
                "Disk '%s' is in zone '%s' and cannot be attached to VM '%s', which is in zone '%s'.",
                disk.get().name(), diskZone, machine.get().name(), machineZone),
            DISK));
  }

  private static List<Rejection> premiumV2Attachment(WriteRequest request) {
    if (request.referred(DISK).filter(item -> isPremiumV2(item.state())).isEmpty()) {
      return List.of();
    }
    List<Rejection> rejections = new ArrayList<>();
    if (!request.text("caching").equals("None")) {
      rejections.add(
          Rejection.badRequest(
              "InvalidParameter",
              "Caching type '"
                  + request.text("caching")
                  + "' is not supported for disks of storage account type '"
                  + PREMIUM_V2
                  + "'. Supported caching types: None.",
              "caching"));
    }
    if (request
        .referred(MACHINE)
        .filter(machine -> machine.state().text("zone").isEmpty())
        .isPresent()) {
      rejections.add(
          Rejection.badRequest(
              "InvalidParameter",
              "Managed disks with '"
                  + PREMIUM_V2
                  + "' storage account type can be used only with Virtual Machines in an Availability Zone.",
              DISK));
    }
    return rejections;
  }
}
