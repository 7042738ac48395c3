package dev.azurepatroni.topology.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.DatabaseSpec;
import dev.azurepatroni.topology.spec.DatabaseSpecBuilder;
import dev.azurepatroni.topology.spec.DiskSpec;
import dev.azurepatroni.topology.spec.DiskSpecBuilder;
import dev.azurepatroni.topology.tuning.MemorySize;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.stream.IntStream;

/** What the write-ahead log may take of its disk. */
final class WalDiskRules {
  private static final int LARGEST_DISK = 65_536;

  private WalDiskRules() {}

  static void check(
      ClusterSpec spec, VmSize size, PostgresTuning tuning, String path, Findings findings) {
    int gib = spec.database().walDisk().sizeGb();
    if (!fits(tuning, gib)) {
      findings.error(
          path,
          tuning.size("max_wal_size") + " + " + tuning.size("max_slot_wal_keep_size"),
          "max_wal_size + max_slot_wal_keep_size have to fit nine tenths of the WAL disk, %s of %d GiB"
              .formatted(MemorySize.ofGib(gib).times(9, 10), gib),
          "lower the parameters" + largerDisk(spec, size));
    }
  }

  private static boolean fits(PostgresTuning tuning, int gib) {
    MemorySize wal = tuning.size("max_wal_size").plus(tuning.size("max_slot_wal_keep_size"));
    return wal.compareTo(MemorySize.ofGib(gib).times(9, 10)) <= 0;
  }

  /** The smallest disk that would do, given that what is not overridden grows with the disk. */
  private static String largerDisk(ClusterSpec spec, VmSize size) {
    DatabaseSpec database = spec.database();
    return IntStream.rangeClosed(database.walDisk().sizeGb(), LARGEST_DISK)
        .filter(
            gib -> {
              DiskSpec disk = DiskSpecBuilder.builder(database.walDisk()).sizeGb(gib).build();
              DatabaseSpec larger = DatabaseSpecBuilder.builder(database).walDisk(disk).build();
              return fits(PostgresTuning.of(size, larger, spec.postgresql()), gib);
            })
        .mapToObj(", or enlarge database.walDisk to %d GiB"::formatted)
        .findFirst()
        .orElse("");
  }
}
