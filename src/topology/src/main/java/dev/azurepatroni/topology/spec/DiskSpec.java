package dev.azurepatroni.topology.spec;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/**
 * A Premium SSD v2 disk. All three figures are always said: left to Azure a disk has 3,000 IOPS and
 * 125 MB/s whatever its size.
 *
 * @param sizeGb capacity, GiB
 * @param iops provisioned reads and writes a second
 * @param mbps provisioned throughput, MB/s
 */
@RecordBuilder
public record DiskSpec(
    @Setting(
            value = "Capacity.",
            unit = "GiB",
            required = true,
            example = "512",
            min = 1,
            max = 65_536)
        Integer sizeGb,
    @Setting(
            value = "Provisioned reads and writes a second.",
            required = true,
            example = "20000",
            min = 3_000,
            max = 80_000)
        Integer iops,
    @Setting(
            value = "Provisioned throughput.",
            unit = "MB/s",
            required = true,
            example = "600",
            min = 125,
            max = 1_200)
        Integer mbps) {

  /**
   * Refuses a missing figure.
   *
   * @param sizeGb capacity, 1 to 65,536 GiB; required
   * @param iops provisioned reads and writes a second, 3,000 to 80,000; required
   * @param mbps provisioned throughput, 125 to 1,200 MB/s; required
   * @throws NullPointerException if one is missing
   */
  public DiskSpec {
    Objects.requireNonNull(sizeGb, "DiskSpec: sizeGb is required, in GiB");
    Objects.requireNonNull(iops, "DiskSpec: iops is required, 3000 to 80000");
    Objects.requireNonNull(mbps, "DiskSpec: mbps is required, 125 to 1200 MB/s");
  }

  /** {@return a builder in which nothing is set} */
  public static DiskSpecBuilder builder() {
    return DiskSpecBuilder.builder();
  }
}
