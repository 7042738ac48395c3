package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.tuning.MemorySize;
import dev.azurepatroni.topology.tuning.PostgresTuning;

/** What the write-ahead log may take of its disk. */
final class WalDiskRules {
  private static final int LARGEST_DISK = 65_536;

  private WalDiskRules() {}

  static void check(ClusterSpec spec, PostgresTuning tuning, String path, Findings findings) {
    int gib = spec.database().walDisk().sizeGb();
    if (!fits(tuning, gib)) {
      findings.error(
          path,
          tuning.size("max_wal_size") + " + " + tuning.size("max_slot_wal_keep_size"),
          "max_wal_size + max_slot_wal_keep_size must fit into nine tenths of the WAL disk, %s of %d GiB"
              .formatted(MemorySize.ofGib(gib).times(9, 10), gib),
          "lower max_wal_size or max_slot_wal_keep_size" + largerDisk(tuning));
    }
  }

  private static boolean fits(PostgresTuning tuning, int gib) {
    MemorySize wal = tuning.size("max_wal_size").plus(tuning.size("max_slot_wal_keep_size"));
    return wal.compareTo(MemorySize.ofGib(gib).times(9, 10)) <= 0;
  }

  /**
   * The smallest disk that is large enough: a parameter that is not overridden grows with the disk,
   * max_wal_size by 15/160 of it (but at least 512 MiB), max_slot_wal_keep_size by 64/160.
   */
  private static String largerDisk(PostgresTuning tuning) {
    boolean maxWal = tuning.overrides().containsKey("max_wal_size");
    boolean slots = tuning.overrides().containsKey("max_slot_wal_keep_size");
    long written =
        (maxWal ? tuning.size("max_wal_size").kib() : 0)
            + (slots ? tuning.size("max_slot_wal_keep_size").kib() : 0);
    long left = 144L - (slots ? 0 : 64);
    long gib =
        maxWal
            ? gib(written, left)
            : Math.max(gib(written, left - 15), gib(written + MemorySize.ofMib(512).kib(), left));
    return gib > LARGEST_DISK ? "" : ", or enlarge database.walDisk to %d GiB".formatted(gib);
  }

  /** The disk of which so many 160ths are the amount. */
  private static long gib(long kib, long of160) {
    return -Math.floorDiv(-kib * 160, of160 * MemorySize.ofGib(1).kib());
  }
}
