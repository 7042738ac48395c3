package dev.azurepatroni.topology.backup;

import dev.azurepatroni.topology.hardware.VmSize;
import dev.azurepatroni.topology.spec.BackupSpec;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.tuning.MemorySize;

/**
 * Where the backups of a cluster are, and when they are made, with nothing left open.
 *
 * @param account name of the storage account
 * @param container in the account
 * @param path in the container, {@code /orders/1}
 * @param retentionDays how long every point in time can be restored, days
 * @param fullEveryDays age of the last full backup at which the next is due, days
 * @param differentialEveryHours age of the last backup at which a differential one is due, hours
 * @param window times of day, UTC, at which backups start, {@code 01:00-05:00}
 * @param archiveTimeoutSeconds how long a row waits at most for its segment to be closed, seconds
 * @param walQueueBytes WAL that waits for the archive before it is dropped, bytes
 * @param processes of pgBackRest that compress and copy
 * @param encryption whether hosts encrypt what they store
 * @param restoreTestEveryDays how often the hosts restore a backup to prove it, days; 0: never
 */
public record BackupPlan(
    String account,
    String container,
    String path,
    int retentionDays,
    int fullEveryDays,
    int differentialEveryHours,
    String window,
    int archiveTimeoutSeconds,
    long walQueueBytes,
    int processes,
    boolean encryption,
    int restoreTestEveryDays) {
  private static final int LEAST_PROCESSES = 2;
  private static final int MOST_PROCESSES = 8;

  /**
   * Plans the backups.
   *
   * @param spec the cluster, with account and container decided
   * @param size of the database hosts
   * @return the plan
   */
  public static BackupPlan of(ClusterSpec spec, VmSize size) {
    BackupSpec backup = spec.backup();
    return new BackupPlan(
        backup.storage().name(),
        backup.storage().container(),
        "/%s/%d".formatted(spec.name(), backup.generation()),
        backup.retentionDays(),
        backup.fullEveryDays(),
        backup.differentialEveryHours(),
        backup.window(),
        backup.archiveTimeoutSeconds(),
        walQueue(spec).kib() * 1024,
        processes(backup, size),
        backup.encryption(),
        backup.restoreTestEveryDays());
  }

  /**
   * WAL that waits for the archive before it is dropped.
   *
   * @param spec the cluster
   * @return what was written, or two fifths of the WAL disk; nothing without backup
   */
  public static MemorySize walQueue(ClusterSpec spec) {
    BackupSpec backup = spec.backup();
    if (!backup.enabled()) {
      return MemorySize.ofMib(0);
    }
    return backup.walQueueGb() > 0
        ? MemorySize.ofGib(backup.walQueueGb())
        // As much as max_slot_wal_keep_size, so that the archive asks for no larger disk.
        : MemorySize.ofGib(spec.database().walDisk().sizeGb()).times(2, 5);
  }

  private static int processes(BackupSpec backup, VmSize size) {
    return backup.processes() > 0
        ? backup.processes()
        : Math.max(LEAST_PROCESSES, Math.min(MOST_PROCESSES, size.vcpus() / 4));
  }

  /** {@return host name of the account's blob service} */
  public String endpoint() {
    return account + ".blob.core.windows.net";
  }
}
