package dev.azurepatroni.topology.spec;

import java.util.function.Consumer;

/** Builds a {@link DatabaseSpec}. What is not set keeps its default. */
public final class DatabaseSpecBuilder {
  private Integer nodes;
  private String vmSize;
  private Integer osDiskGb;
  private DiskSpecBuilder dataDisk = DiskSpecBuilder.builder(DatabaseSpec.DATA_DISK);
  private DiskSpecBuilder walDisk = DiskSpecBuilder.builder(DatabaseSpec.WAL_DISK);

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
    builder.dataDisk = DiskSpecBuilder.builder(from.dataDisk());
    builder.walDisk = DiskSpecBuilder.builder(from.walDisk());
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
   * Changes {@code dataDisk}: tables and indexes.
   *
   * @param change what to set
   * @return this builder
   */
  public DatabaseSpecBuilder dataDisk(Consumer<DiskSpecBuilder> change) {
    change.accept(dataDisk);
    return this;
  }

  /**
   * Changes {@code walDisk}: write-ahead log.
   *
   * @param change what to set
   * @return this builder
   */
  public DatabaseSpecBuilder walDisk(Consumer<DiskSpecBuilder> change) {
    change.accept(walDisk);
    return this;
  }

  /**
   * Builds the specification.
   *
   * @return the specification, with defaults for what was not set
   */
  public DatabaseSpec build() {
    return new DatabaseSpec(nodes, vmSize, osDiskGb, dataDisk.build(), walDisk.build());
  }
}
