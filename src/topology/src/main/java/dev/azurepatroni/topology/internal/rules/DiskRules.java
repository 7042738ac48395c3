package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.DatabaseSpec;
import dev.azurepatroni.topology.spec.DiskSpec;
import java.util.Locale;

/** What Azure gives a Premium SSD v2 disk, and what a VM size lets through. */
public final class DiskRules {
  private static final int BASE_IOPS = 3_000;
  private static final int BASE_MBPS = 125;
  private static final int IOPS_A_GIB = 500;
  private static final int IOPS_A_MBPS = 4;

  private final Findings findings;

  private DiskRules(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks each disk by itself.
   *
   * @param database the disks
   * @param findings where breaches go
   */
  public static void check(DatabaseSpec database, Findings findings) {
    DiskRules rules = new DiskRules(findings);
    rules.disk("database.dataDisk", database.dataDisk());
    rules.disk("database.walDisk", database.walDisk());
  }

  /**
   * Warns where the disks together are provisioned, and paid for, beyond the VM size's ceiling.
   *
   * @param database the disks
   * @param size of the database hosts
   * @param findings where the warning goes
   */
  public static void checkCeiling(DatabaseSpec database, VmSize size, Findings findings) {
    int iops = database.dataDisk().iops() + database.walDisk().iops();
    int mbps = database.dataDisk().mbps() + database.walDisk().mbps();
    boolean paid = beyondBase(database.dataDisk()) || beyondBase(database.walDisk());
    if (paid && (iops > size.iops() || mbps > size.mbps())) {
      findings.warning(
          "database.vmSize",
          size.name(),
          String.format(
              Locale.ROOT,
              "allows %,d IOPS and %,d MB/s; its disks are provisioned and billed for %,d and %,d",
              size.iops(),
              size.mbps(),
              iops,
              mbps),
          "use a larger size, or lower both disks together to iops %d and mbps %d"
              .formatted(size.iops(), size.mbps()));
    }
  }

  private void disk(String path, DiskSpec disk) {
    int mostIops = mostIops(disk.sizeGb());
    if (disk.iops() > mostIops && disk.iops() <= 80_000) {
      findings.error(
          path + ".iops",
          disk.iops(),
          String.format(
              Locale.ROOT,
              "a Premium SSD v2 disk of %,d GiB allows at most %,d IOPS (500 a GiB above 6 GiB)",
              disk.sizeGb(),
              mostIops),
          "lower iops to %d, or enlarge the disk to %d GiB"
              .formatted(mostIops, (disk.iops() + IOPS_A_GIB - 1) / IOPS_A_GIB));
    }
    int mostMbps = disk.iops() / IOPS_A_MBPS;
    if (disk.iops() >= BASE_IOPS && disk.mbps() > mostMbps && disk.mbps() <= 1_200) {
      findings.error(
          path + ".mbps",
          disk.mbps(),
          String.format(
              Locale.ROOT,
              "a Premium SSD v2 disk of %,d IOPS allows at most %,d MB/s (0.25 an IOPS)",
              disk.iops(),
              mostMbps),
          "lower mbps to %d, or raise iops to %d".formatted(mostMbps, disk.mbps() * IOPS_A_MBPS));
    }
  }

  /** Every disk has the base figures for nothing; only what is above them is paid for. */
  private static boolean beyondBase(DiskSpec disk) {
    return disk.iops() > BASE_IOPS || disk.mbps() > BASE_MBPS;
  }

  private static int mostIops(int sizeGb) {
    return sizeGb <= 6 ? BASE_IOPS : Math.min(80_000, Math.max(BASE_IOPS, sizeGb * IOPS_A_GIB));
  }
}
