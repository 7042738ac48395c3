package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

/**
 * Database hosts.
 *
 * @param nodes how many
 * @param vmSize Azure VM size
 * @param osDiskGb operating-system disk, GiB
 * @param dataDisk tables and indexes
 * @param walDisk write-ahead log
 */
public record DatabaseSpec(
    @Setting(value = "Number of database nodes.", min = 2, max = 3) Integer nodes,
    @Setting("VM size.") String vmSize,
    @Setting(value = "Size of the operating-system disk.", unit = "GiB", min = 30, max = 2048)
        Integer osDiskGb,
    @Setting("Disk of tables and indexes, Premium SSD v2, LUN 0.") DiskSpec dataDisk,
    @Setting("Disk of the write-ahead log, Premium SSD v2, LUN 1.") DiskSpec walDisk) {

  static final DiskSpec DATA_DISK = new DiskSpec(1024, 80_000, 1200);
  static final DiskSpec WAL_DISK = new DiskSpec(512, 20_000, 600);

  /**
   * Fills what was left out.
   *
   * @param nodes how many, 2 to 3; 2 if null
   * @param vmSize Azure VM size; Standard_D32s_v6 if null
   * @param osDiskGb operating-system disk, 30 to 2,048 GiB; 64 if null
   * @param dataDisk tables and indexes; 1,024 GiB, 80,000 IOPS and 1,200 MB/s if null
   * @param walDisk write-ahead log; 512 GiB, 20,000 IOPS and 600 MB/s if null
   */
  public DatabaseSpec {
    nodes = or(nodes, 2);
    vmSize = or(vmSize, "Standard_D32s_v6");
    osDiskGb = or(osDiskGb, 64);
    dataDisk = or(dataDisk, DATA_DISK);
    walDisk = or(walDisk, WAL_DISK);
  }

  /** {@return a builder in which nothing is set} */
  public static DatabaseSpecBuilder builder() {
    return DatabaseSpecBuilder.builder();
  }
}
