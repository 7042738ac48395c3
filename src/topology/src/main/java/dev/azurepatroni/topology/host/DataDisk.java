package dev.azurepatroni.topology.host;

/**
 * A disk of a database host, as Azure attaches it and the host mounts it.
 *
 * @param name what it holds: {@code data} or {@code wal}
 * @param lun by which the host finds it
 * @param sizeGb capacity, GiB
 * @param mount where the host mounts it
 */
public record DataDisk(String name, int lun, int sizeGb, String mount) {
  /** LUN of the disk of tables and indexes. */
  public static final int DATA_LUN = 0;

  /** LUN of the disk of the write-ahead log. */
  public static final int WAL_LUN = 1;

  /**
   * The disk of tables and indexes.
   *
   * @param sizeGb capacity, GiB
   * @return the disk, at LUN 0
   */
  public static DataDisk data(int sizeGb) {
    return new DataDisk("data", DATA_LUN, sizeGb, "/pgdata");
  }

  /**
   * The disk of the write-ahead log.
   *
   * @param sizeGb capacity, GiB
   * @return the disk, at LUN 1
   */
  public static DataDisk wal(int sizeGb) {
    return new DataDisk("wal", WAL_LUN, sizeGb, "/pgwal");
  }
}
