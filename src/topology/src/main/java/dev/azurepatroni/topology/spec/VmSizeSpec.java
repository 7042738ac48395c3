package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/**
 * Figures of a VM size that the built-in catalogue does not know, from Azure's page of that size.
 *
 * @param vcpus virtual processors
 * @param memoryGib memory, GiB
 * @param controller how disks are attached
 * @param iops ceiling of uncached disk operations a second
 * @param mbps ceiling of uncached disk throughput, MB/s
 */
@RecordBuilder
public record VmSizeSpec(
    @Setting(value = "Virtual processors.", required = true, example = "8", min = 1, max = 1024)
        Integer vcpus,
    @Setting(
            value = "Memory.",
            unit = "GiB",
            required = true,
            example = "32",
            min = 1,
            max = 32_768)
        Integer memoryGib,
    @Setting("How the size attaches its disks: `nvme` or `scsi`.") DiskController controller,
    @Setting(
            value = "Limit of uncached disk operations a second.",
            required = true,
            example = "12800",
            min = 1,
            max = 10_000_000)
        Integer iops,
    @Setting(
            value = "Limit of uncached disk throughput.",
            unit = "MB/s",
            required = true,
            example = "424",
            min = 1,
            max = 100_000)
        Integer mbps) {

  /**
   * Fills the controller.
   *
   * @param vcpus virtual processors, 1 to 1,024; required
   * @param memoryGib memory, 1 to 32,768 GiB; required
   * @param controller how disks are attached; {@link DiskController#NVME} if null
   * @param iops ceiling of uncached disk operations a second, 1 to 10,000,000; required
   * @param mbps ceiling of uncached disk throughput, 1 to 100,000 MB/s; required
   * @throws NullPointerException if a figure is missing
   */
  public VmSizeSpec {
    Objects.requireNonNull(vcpus, "VmSizeSpec: vcpus is required");
    Objects.requireNonNull(memoryGib, "VmSizeSpec: memoryGib is required");
    Objects.requireNonNull(iops, "VmSizeSpec: iops is required");
    Objects.requireNonNull(mbps, "VmSizeSpec: mbps is required");
    controller = or(controller, DiskController.NVME);
  }

  /** {@return a builder in which nothing is set} */
  public static VmSizeSpecBuilder builder() {
    return VmSizeSpecBuilder.builder();
  }
}
