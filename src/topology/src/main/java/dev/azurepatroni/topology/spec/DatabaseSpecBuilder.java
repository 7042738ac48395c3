package dev.azurepatroni.topology.spec;

import java.util.function.Consumer;

/** Builds a {@link DatabaseSpec}. What is not set keeps its default. */
public final class DatabaseSpecBuilder {
  private Integer nodes;
  private String vmSize;
  private Integer osDiskGb;
  private DiskSpec dataDisk;
  private DiskSpec walDisk;

  private DatabaseSpecBuilder() {}

  /** {@return a builder in which nothing is set} */
  public static DatabaseSpecBuilder builder() {
    return new DatabaseSpecBuilder();
  }

  /**
   * Starts from another specification.
   *
   * @param from the specification to copy
   * @return a builder with its values
   */
  public static DatabaseSpecBuilder builder(DatabaseSpec from) {
    DatabaseSpecBuilder builder = new DatabaseSpecBuilder();
    builder.nodes = from.nodes();
    builder.vmSize = from.vmSize();
    builder.osDiskGb = from.osDiskGb();
    builder.dataDisk = from.dataDisk();
    builder.walDisk = from.walDisk();
    return builder;
  }

  /**
   * Sets {@code nodes}.
   *
   * @param nodes how many
   * @return this builder
   */
  public DatabaseSpecBuilder nodes(Integer nodes) {
    this.nodes = nodes;
    return this;
  }

  /**
   * Sets {@code vmSize}.
   *
   * @param vmSize Azure VM size
   * @return this builder
   */
  public DatabaseSpecBuilder vmSize(String vmSize) {
    this.vmSize = vmSize;
    return this;
  }

  /**
   * Sets {@code osDiskGb}.
   *
   * @param osDiskGb operating-system disk, GiB
   * @return this builder
   */
  public DatabaseSpecBuilder osDiskGb(Integer osDiskGb) {
    this.osDiskGb = osDiskGb;
    return this;
  }

  /**
   * Sets {@code dataDisk}.
   *
   * @param dataDisk tables and indexes
   * @return this builder
   */
  public DatabaseSpecBuilder dataDisk(DiskSpec dataDisk) {
    this.dataDisk = dataDisk;
    return this;
  }

  /**
   * Changes {@code dataDisk}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public DatabaseSpecBuilder dataDisk(Consumer<DiskSpecBuilder> change) {
    DiskSpecBuilder builder =
        DiskSpecBuilder.builder(dataDisk == null ? DatabaseSpec.DATA_DISK : dataDisk);
    change.accept(builder);
    return dataDisk(builder.build());
  }

  /**
   * Sets {@code walDisk}.
   *
   * @param walDisk write-ahead log
   * @return this builder
   */
  public DatabaseSpecBuilder walDisk(DiskSpec walDisk) {
    this.walDisk = walDisk;
    return this;
  }

  /**
   * Changes {@code walDisk}, starting from what is set, else from its defaults.
   *
   * @param change what to set
   * @return this builder
   */
  public DatabaseSpecBuilder walDisk(Consumer<DiskSpecBuilder> change) {
    DiskSpecBuilder builder =
        DiskSpecBuilder.builder(walDisk == null ? DatabaseSpec.WAL_DISK : walDisk);
    change.accept(builder);
    return walDisk(builder.build());
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   */
  public DatabaseSpec build() {
    return new DatabaseSpec(nodes, vmSize, osDiskGb, dataDisk, walDisk);
  }
}
