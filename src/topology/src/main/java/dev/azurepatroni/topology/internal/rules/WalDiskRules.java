package dev.azurepatroni.topology.internal.rules;

import dev.azurepatroni.topology.backup.BackupPlan;
import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.tuning.MemorySize;
import dev.azurepatroni.topology.tuning.PostgresTuning;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the write-ahead log may take of its disk: what is kept for standbys, for slots and for the
 * archive, of which the largest amount counts because all are measured back from the newest WAL,
 * and what lies between two checkpoints or is recycled for the next. The tenth that is left holds
 * the WAL that is written while pgBackRest, which PostgreSQL asks once a minute, notices that its
 * queue is full.
 */
final class WalDiskRules {
  /** The parameters that are amounts of WAL. */
  static final List<String> SIZES =
      List.of("max_wal_size", "min_wal_size", "max_slot_wal_keep_size", "wal_keep_size");

  private static final String QUEUE = "backup.walQueueGb";
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
    String slots = larger(tuning, "max_slot_wal_keep_size", "wal_keep_size");
    MemorySize queue = BackupPlan.walQueue(with(gib));
    String kept = queue.compareTo(tuning.size(slots)) > 0 ? QUEUE : slots;
    findings.error(
        Stream.of(kept, written)
            .filter(this::set)
            .findFirst()
            .map(WalDiskRules::path)
            .orElse("database.walDisk.sizeGb"),
        tuning.size(written) + " + " + kept(gib, tuning),
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
    return written.plus(kept(gib, tuning)).compareTo(limit(gib)) <= 0;
  }

  private MemorySize kept(int gib, PostgresTuning tuning) {
    MemorySize slots = tuning.size(larger(tuning, "max_slot_wal_keep_size", "wal_keep_size"));
    MemorySize queue = BackupPlan.walQueue(with(gib));
    return queue.compareTo(slots) > 0 ? queue : slots;
  }

  private boolean set(String name) {
    return name.equals(QUEUE)
        ? spec.backup().walQueueGb() > 0
        : spec.postgresql().parameters().containsKey(name);
  }

  private static String path(String name) {
    return name.equals(QUEUE) ? name : "postgresql.parameters." + name;
  }

  private PostgresTuning tuning(int gib) {
    return PostgresTuning.of(size, with(gib));
  }

  private ClusterSpec with(int gib) {
    return ClusterSpecBuilder.builder(spec)
        .database(database -> database.walDisk(disk -> disk.sizeGb(gib)))
        .build();
  }

  private static MemorySize limit(int gib) {
    return MemorySize.ofGib(gib).times(9, 10);
  }

  private static String larger(PostgresTuning tuning, String one, String other) {
    return tuning.size(one).compareTo(tuning.size(other)) >= 0 ? one : other;
  }
}
