package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A Premium SSD v2 disk. Its figures are always provisioned: left to Azure it has 3,000 IOPS and
 * 125 MB/s whatever its size.
 *
 * @param sizeGb capacity, GiB
 * @param iops provisioned reads and writes a second
 * @param mbps provisioned throughput, MB/s
 */
@RecordBuilder
public record DiskSpec(
    @Setting(value = "Capacity.", unit = "GiB", min = 1, max = 65_536) Integer sizeGb,
    @Setting(value = "Provisioned reads and writes a second.", min = 3_000, max = 80_000)
        Integer iops,
    @Setting(value = "Provisioned throughput.", unit = "MB/s", min = 125, max = 1_200)
        Integer mbps) {

  /** Fills what was left out. */
  public DiskSpec {
    sizeGb = or(sizeGb, 512);
    iops = or(iops, 20_000);
    mbps = or(mbps, 600);
  }
}
