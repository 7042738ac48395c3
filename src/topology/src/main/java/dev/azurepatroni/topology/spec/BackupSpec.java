package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.or;

/**
 * Backups and the archive of the write-ahead log.
 *
 * @param enabled whether the cluster is backed up
 * @param storage where the backups are
 * @param generation last part of the path in the container
 * @param retentionDays how long every point in time can be restored, days
 * @param fullEveryDays age of the last full backup at which the next is due, days
 * @param differentialEveryHours age of the last backup at which a differential one is due, hours
 * @param window times of day, UTC, at which backups start
 * @param archiveTimeoutSeconds how long a row waits at most for its segment to be closed, seconds
 * @param walQueueGb WAL that waits for the archive before it is dropped, GiB; 0: worked out
 * @param processes of pgBackRest that compress and copy; 0: worked out
 * @param encryption whether hosts encrypt what they store
 * @param restoreTestEveryDays how often the hosts restore a backup to prove it, days; 0: never
 */
public record BackupSpec(
    @Setting("Whether the cluster is backed up. Synthesis warns where it is not.") Boolean enabled,
    @Setting("The storage account, or an existing container.") BackupStorageSpec storage,
    @Setting(
            value =
                "Last part of the path in the container, `/<name>/<generation>`. A cluster that is"
                    + " created again under the same name needs a new generation: hosts refuse a path"
                    + " that holds backups of another one.",
            min = 1,
            max = 1_000_000)
        Integer generation,
    @Setting(
            value =
                "How long every point in time can be restored. Must hold two full backups. Azure keeps"
                    + " deleted blobs for 7 days more, and 365 at most.",
            unit = "days",
            min = 2,
            max = 358)
        Integer retentionDays,
    @Setting(
            value = "Age of the last full backup at which the next one is due.",
            unit = "days",
            min = 1,
            max = 179)
        Integer fullEveryDays,
    @Setting(
            value =
                "Age of the last backup at which a differential one is due. None are made where a full"
                    + " backup is due sooner.",
            unit = "hours",
            min = 1,
            max = 4_296)
        Integer differentialEveryHours,
    @Setting(
            value =
                "Times of day, UTC, between which backups start. A backup that is overdue by half its"
                    + " interval starts at any time.",
            pattern = "(?!(.{5})-\\1)([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]",
            patternMeans =
                "two different times from 00:00 to 23:59 with a dash between; the second may be on the"
                    + " next day",
            example = "23:00-03:00")
        String window,
    @Setting(
            value =
                "How long a row waits at most until PostgreSQL closes its segment of WAL and archives"
                    + " it: `archive_timeout`. An idle cluster writes no segments.",
            unit = "seconds",
            min = 10,
            max = 3_600)
        Integer archiveTimeoutSeconds,
    @Setting(
            value =
                "WAL that waits on the WAL disk while the storage account does not answer. Beyond it"
                    + " hosts drop WAL from the archive, so that the disk does not fill, and a full"
                    + " backup follows.",
            unit = "GiB",
            min = 0,
            max = 65_536,
            defaultsTo = "0: 40 % of the WAL disk")
        Integer walQueueGb,
    @Setting(
            value = "Processes that compress and copy.",
            min = 0,
            max = 32,
            defaultsTo = "0: a quarter of the vCPUs, 2 to 8")
        Integer processes,
    @Setting(
            "Whether hosts encrypt what they store (AES-256), with a key in the vault. Cannot be changed"
                + " within a generation.")
        Boolean encryption,
    @Setting(
            value =
                "How often the hosts restore the last backup to prove that it can be restored."
                    + " `0`: never; synthesis then warns.",
            unit = "days",
            min = 0,
            max = 90)
        Integer restoreTestEveryDays) {

  /**
   * Fills what was left out.
   *
   * @param enabled whether the cluster is backed up; true if null
   * @param storage where the backups are; the defaults if null
   * @param generation last part of the path in the container, 1 to 1,000,000; 1 if null
   * @param retentionDays how long every point in time can be restored, 2 to 358 days; 14 if null
   * @param fullEveryDays age of the last full backup at which the next is due, 1 to 179 days; 7 if
   *     null
   * @param differentialEveryHours age of the last backup at which a differential one is due, 1 to
   *     4,296 hours; 24 if null
   * @param window times of day, UTC, at which backups start; {@code 01:00-05:00} if null
   * @param archiveTimeoutSeconds how long a row waits at most for its segment to be closed, 10 to
   *     3,600 seconds; 60 if null
   * @param walQueueGb WAL that waits for the archive before it is dropped, 0 to 65,536 GiB; 0 if
   *     null, which means 40 % of the WAL disk
   * @param processes of pgBackRest that compress and copy, 0 to 32; 0 if null, which means a
   *     quarter of the vCPUs, 2 to 8
   * @param encryption whether hosts encrypt what they store; true if null
   * @param restoreTestEveryDays how often the hosts restore a backup to prove it, 0 to 90 days; 7
   *     if null, and 0 means never
   */
  public BackupSpec {
    enabled = or(enabled, true);
    storage = or(storage, BackupStorageSpecBuilder.builder().build());
    generation = or(generation, 1);
    retentionDays = or(retentionDays, 14);
    fullEveryDays = or(fullEveryDays, 7);
    differentialEveryHours = or(differentialEveryHours, 24);
    window = or(window, "01:00-05:00");
    archiveTimeoutSeconds = or(archiveTimeoutSeconds, 60);
    walQueueGb = or(walQueueGb, 0);
    processes = or(processes, 0);
    encryption = or(encryption, true);
    restoreTestEveryDays = or(restoreTestEveryDays, 7);
  }

  /** {@return whether the vault holds a key that hosts encrypt backups with} */
  public boolean hasCipher() {
    return enabled && encryption;
  }

  /** {@return a builder in which nothing is set} */
  public static BackupSpecBuilder builder() {
    return BackupSpecBuilder.builder();
  }
}
