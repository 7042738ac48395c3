package dev.azurepatroni.topology.backup;

import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What backups promise: how much is lost with all data disks, how long the archive may be away, and
 * how long a restore takes at least. Calculated; a measured figure never replaces it.
 *
 * @param lossSeconds age of the newest row that may be lost with all data disks, seconds
 * @param outages how long the archive may be away before WAL is dropped from it
 * @param restore the least time of a restore
 */
public record BackupBudget(int lossSeconds, List<Outage> outages, Restore restore) {
  /** A segment of 16 MiB is compressed and stored in this time, seconds. */
  private static final int PUSH_SECONDS = 5;

  private static final List<Integer> RATES = List.of(1, 10, 100);
  private static final long BYTES_A_MB = 1_000_000;
  private static final long BYTES_A_GIB = 1L << 30;

  /**
   * Copies what it is given.
   *
   * @param lossSeconds age of the newest row that may be lost with all data disks, seconds
   * @param outages how long the archive may be away before WAL is dropped from it
   * @param restore the least time of a restore
   */
  public BackupBudget {
    outages = List.copyOf(outages);
  }

  /**
   * How long the archive may be away.
   *
   * @param walMbps rate at which the cluster writes WAL, MB/s
   * @param lasts how long the queue takes to fill
   */
  public record Outage(int walMbps, Duration lasts) {}

  /**
   * The least time of a restore: the data disk, full, is written once.
   *
   * @param sizeGb of the data disk, GiB
   * @param mbps that data disk and VM let through, MB/s
   * @param least time
   */
  public record Restore(int sizeGb, int mbps, Duration least) {}

  /**
   * Calculates the budget.
   *
   * @param backup the plan
   * @param spec the cluster
   * @param size of the database hosts
   * @return the budget
   */
  public static BackupBudget of(BackupPlan backup, ClusterSpec spec, VmSize size) {
    int sizeGb = spec.database().dataDisk().sizeGb();
    int mbps = Math.min(size.mbps(), spec.database().dataDisk().mbps());
    return new BackupBudget(
        backup.archiveTimeoutSeconds() + PUSH_SECONDS,
        RATES.stream()
            .map(rate -> new Outage(rate, written(backup.walQueueBytes(), rate)))
            .toList(),
        new Restore(sizeGb, mbps, written(sizeGb * BYTES_A_GIB, mbps)));
  }

  private static Duration written(long bytes, int mbps) {
    return Duration.ofSeconds(bytes / (mbps * BYTES_A_MB));
  }

  /** {@return the budget for people, one line for each promise} */
  public String text() {
    return String.format(
        Locale.ROOT,
        """
          rows lost with all data disks: those of the last %d s, while the archive answers
          WAL is kept while the archive is away for %s
          a restore takes at least %s: %,d GiB at %,d MB/s""",
        lossSeconds,
        outages.stream()
            .map(outage -> "%s at %d MB/s".formatted(shown(outage.lasts()), outage.walMbps()))
            .collect(Collectors.joining(", ")),
        shown(restore.least()),
        restore.sizeGb(),
        restore.mbps());
  }

  /** Rounded down: a promise. */
  private static String shown(Duration time) {
    if (time.toHours() >= 10) {
      return time.toHours() + " h";
    }
    if (time.toHours() >= 1) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() >= 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
