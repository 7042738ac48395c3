package dev.azurepatroni.constructs.backup;

import dev.azurepatroni.constructs.secrets.HostIdentity;

/** A container of a storage account, to which hosts write backups by their identities. */
public interface BackupStore {
  /** {@return name of the storage account, a literal: hosts find it by name} */
  String accountName();

  /** {@return name of the container, a literal} */
  String containerName();

  /** {@return Azure's id of the container, for role assignments} */
  String containerId();

  /**
   * Lets a host write, read and delete in this container, and in no other of the account. It cannot
   * delete a previous version of a blob.
   *
   * @param writer identity of the host; a host that is created later waits for the grant
   */
  default void grantWrite(HostIdentity writer) {
    writer.assignRole(
        "writes-%s-%s".formatted(accountName(), containerName()),
        "Storage Blob Data Contributor",
        containerId());
  }

  /**
   * Lets a host read in this container, and in no other of the account.
   *
   * @param reader identity of the host; a host that is created later waits for the grant
   */
  default void grantRead(HostIdentity reader) {
    reader.assignRole(
        "reads-%s-%s".formatted(accountName(), containerName()),
        "Storage Blob Data Reader",
        containerId());
  }

  /**
   * Imports a container. Its account must admit the hosts' subnet, and should keep deleted blobs
   * and containers.
   *
   * @param containerId Azure's id of the container, literal or from a data source
   * @param accountName name of its storage account, a literal
   * @param containerName its name, a literal
   * @return the container, which is left as it is
   */
  static BackupStore fromAttributes(String containerId, String accountName, String containerName) {
    return new ImportedBackupStore(containerId, accountName, containerName);
  }
}
