package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.tuning.MemorySize;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the write-ahead log may take of its disk: what is kept for standbys and slots, of which the
 * larger amount counts because both are measured back from the newest WAL, and what lies between
 * two checkpoints or is recycled for the next.
 */
final class WalDiskRules {
  /** The parameters that are amounts of WAL. */
  static final List<String> SIZES =
      List.of("max_wal_size", "min_wal_size", "max_slot_wal_keep_size", "wal_keep_size");

  private static final int LARGEST_DISK = 65_536;

  private final ClusterSpec spec;
  private final VmSize size;

  private WalDiskRules(ClusterSpec spec, VmSize size) {
    this.spec = spec;
    this.size = size;
  }

  static void check(ClusterSpec spec, VmSize size, Findings findings) {
    new WalDiskRules(spec, size).check(findings);
  }

  private void check(Findings findings) {
    int gib = spec.database().walDisk().sizeGb();
    if (fits(gib)) {
      return;
    }
    PostgresTuning tuning = tuning(gib);
    String written = larger(tuning, "max_wal_size", "min_wal_size");
    String kept = larger(tuning, "max_slot_wal_keep_size", "wal_keep_size");
    findings.error(
        Stream.of(written, kept)
            .filter(spec.postgresql().parameters()::containsKey)
            .findFirst()
            .map("postgresql.parameters."::concat)
            .orElse("database.walDisk.sizeGb"),
        tuning.size(written) + " + " + tuning.size(kept),
        "%s + %s must fit into nine tenths of the WAL disk, %s of %d GiB"
            .formatted(written, kept, limit(gib), gib),
        "lower %s or %s%s".formatted(written, kept, largerDisk(gib)));
  }

  /** The smallest disk that is large enough; parameters that are not overridden grow with it. */
  private String largerDisk(int gib) {
    if (!fits(LARGEST_DISK)) {
      return "";
    }
    int small = gib;
    int large = LARGEST_DISK;
    while (large - small > 1) {
      int middle = (small + large) / 2;
      if (fits(middle)) {
        large = middle;
      } else {
        small = middle;
      }
    }
    return ", or enlarge database.walDisk to %d GiB".formatted(large);
  }

  private boolean fits(int gib) {
    PostgresTuning tuning = tuning(gib);
    MemorySize written = tuning.size(larger(tuning, "max_wal_size", "min_wal_size"));
    MemorySize kept = tuning.size(larger(tuning, "max_slot_wal_keep_size", "wal_keep_size"));
    return written.plus(kept).compareTo(limit(gib)) <= 0;
  }

  private PostgresTuning tuning(int gib) {
    ClusterSpec with =
        ClusterSpecBuilder.builder(spec)
            .database(database -> database.walDisk(disk -> disk.sizeGb(gib)))
            .build();
    return PostgresTuning.of(size, with.database(), with.postgresql());
  }

  private static MemorySize limit(int gib) {
    return MemorySize.ofGib(gib).times(9, 10);
  }

  private static String larger(PostgresTuning tuning, String one, String other) {
    return tuning.size(one).compareTo(tuning.size(other)) >= 0 ? one : other;
  }
}
