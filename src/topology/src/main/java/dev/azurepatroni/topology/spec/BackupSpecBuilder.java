package dev.azurepatroni.topology.spec;

import java.util.function.Consumer;

/** Builds a {@link BackupSpec}. What is not set keeps its default. */
public final class BackupSpecBuilder {
  private Boolean enabled;
  private BackupStorageSpecBuilder storage = BackupStorageSpecBuilder.builder();
  private Integer generation;
  private Integer retentionDays;
  private Integer fullEveryDays;
  private Integer differentialEveryHours;
  private String window;
  private Integer archiveTimeoutSeconds;
  private Integer walQueueGb;
  private Integer processes;
  private Boolean encryption;
  private Integer restoreTestEveryDays;

  private BackupSpecBuilder() {}

  /** {@return a builder in which nothing is set} */
  public static BackupSpecBuilder builder() {
    return new BackupSpecBuilder();
  }

  /**
   * Starts from another specification.
   *
   * @param from the specification to copy
   * @return a builder with its values
   */
  public static BackupSpecBuilder builder(BackupSpec from) {
    BackupSpecBuilder builder = new BackupSpecBuilder();
    builder.enabled = from.enabled();
    builder.storage = BackupStorageSpecBuilder.builder(from.storage());
    builder.generation = from.generation();
    builder.retentionDays = from.retentionDays();
    builder.fullEveryDays = from.fullEveryDays();
    builder.differentialEveryHours = from.differentialEveryHours();
    builder.window = from.window();
    builder.archiveTimeoutSeconds = from.archiveTimeoutSeconds();
    builder.walQueueGb = from.walQueueGb();
    builder.processes = from.processes();
    builder.encryption = from.encryption();
    builder.restoreTestEveryDays = from.restoreTestEveryDays();
    return builder;
  }

  /**
   * Sets {@code enabled}.
   *
   * @param enabled whether the cluster is backed up
   * @return this builder
   */
  public BackupSpecBuilder enabled(Boolean enabled) {
    this.enabled = enabled;
    return this;
  }

  /**
   * Changes {@code storage}: where the backups are.
   *
   * @param change what to set
   * @return this builder
   */
  public BackupSpecBuilder storage(Consumer<BackupStorageSpecBuilder> change) {
    change.accept(storage);
    return this;
  }

  /**
   * Sets {@code generation}.
   *
   * @param generation last part of the path in the container
   * @return this builder
   */
  public BackupSpecBuilder generation(Integer generation) {
    this.generation = generation;
    return this;
  }

  /**
   * Sets {@code retentionDays}.
   *
   * @param retentionDays how long every point in time can be restored, days
   * @return this builder
   */
  public BackupSpecBuilder retentionDays(Integer retentionDays) {
    this.retentionDays = retentionDays;
    return this;
  }

  /**
   * Sets {@code fullEveryDays}.
   *
   * @param fullEveryDays age of the last full backup at which the next is due, days
   * @return this builder
   */
  public BackupSpecBuilder fullEveryDays(Integer fullEveryDays) {
    this.fullEveryDays = fullEveryDays;
    return this;
  }

  /**
   * Sets {@code differentialEveryHours}.
   *
   * @param differentialEveryHours age of the last backup at which a differential one is due, hours
   * @return this builder
   */
  public BackupSpecBuilder differentialEveryHours(Integer differentialEveryHours) {
    this.differentialEveryHours = differentialEveryHours;
    return this;
  }

  /**
   * Sets {@code window}.
   *
   * @param window times of day, UTC, at which backups start, {@code 01:00-05:00}
   * @return this builder
   */
  public BackupSpecBuilder window(String window) {
    this.window = window;
    return this;
  }

  /**
   * Sets {@code archiveTimeoutSeconds}.
   *
   * @param archiveTimeoutSeconds how long a row waits at most for its segment to be closed, seconds
   * @return this builder
   */
  public BackupSpecBuilder archiveTimeoutSeconds(Integer archiveTimeoutSeconds) {
    this.archiveTimeoutSeconds = archiveTimeoutSeconds;
    return this;
  }

  /**
   * Sets {@code walQueueGb}.
   *
   * @param walQueueGb WAL that waits for the archive before it is dropped, GiB; 0: worked out
   * @return this builder
   */
  public BackupSpecBuilder walQueueGb(Integer walQueueGb) {
    this.walQueueGb = walQueueGb;
    return this;
  }

  /**
   * Sets {@code processes}.
   *
   * @param processes of pgBackRest that compress and copy; 0: worked out
   * @return this builder
   */
  public BackupSpecBuilder processes(Integer processes) {
    this.processes = processes;
    return this;
  }

  /**
   * Sets {@code encryption}.
   *
   * @param encryption whether hosts encrypt what they store
   * @return this builder
   */
  public BackupSpecBuilder encryption(Boolean encryption) {
    this.encryption = encryption;
    return this;
  }

  /**
   * Sets {@code restoreTestEveryDays}.
   *
   * @param restoreTestEveryDays how often the hosts restore a backup to prove it, days; 0: never
   * @return this builder
   */
  public BackupSpecBuilder restoreTestEveryDays(Integer restoreTestEveryDays) {
    this.restoreTestEveryDays = restoreTestEveryDays;
    return this;
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   */
  public BackupSpec build() {
    return new BackupSpec(
        enabled,
        storage.build(),
        generation,
        retentionDays,
        fullEveryDays,
        differentialEveryHours,
        window,
        archiveTimeoutSeconds,
        walQueueGb,
        processes,
        encryption,
        restoreTestEveryDays);
  }
}
